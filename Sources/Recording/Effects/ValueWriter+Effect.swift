import ABCI
import Chain
import Consensus
import Cryptography
import Engine
import Evidence
import Execution
import PeerMessages
import Sync

// An effect, to the byte. It is only compared, so nothing reads it back. A block is written as its id: the hashes in it are
// over all of the block's bytes.
extension ValueWriter {
    mutating func effect(_ effect: Effect) {
        switch effect.after {
        case nil: byte(0)
        case .logged(let position):
            byte(1)
            unsigned(position.rawValue)
        case .committed(let height):
            byte(2)
            self.height(height)
        }
        action(effect.action)
    }

    private mutating func action(_ action: Action) {
        byte(action.kind.rawValue)
        switch action {
        case .append(let record, let position):
            list(record.entries) { $0.bytes($1) }
            unsigned(position.rawValue)
        case .truncateLog(let height), .loadBlock(let height): self.height(height)
        case .schedule(let timeout, let wait):
            self.timeout(timeout)
            duration(wait)
        case .signProposal(let proposal): message(proposal)
        case .signVote(let vote): message(vote)
        case .call(let call): self.call(call)
        case .verifyBlock(let block, let state, let verifiesLastCommit):
            message(block.id)
            self.state(state)
            flag(verifiesLastCommit)
        case .examineCommit(let examination): self.examination(examination)
        case .verifyEvidence(let examination):
            message(examination)
        case .initialize(let state, let changes):
            self.state(state)
            list(changes) { $0.change($1) }
        case .commit(let block): committed(block)
        case .send(let message, let peer):
            byte(message.channel.rawValue)
            self.message(message)
            node(peer)
        case .verifyVote(let vote, let key, let chainID, let peer):
            message(vote)
            message(key)
            self.chainID(chainID)
            node(peer)
        case .verifyProposal(let proposal, let key, let chainID, let peer):
            message(proposal)
            message(key)
            self.chainID(chainID)
            node(peer)
        case .scheduleGossip(let wait), .scheduleSync(let wait), .scheduleRelay(let wait): duration(wait)
        case .disconnect(let peer, let reason):
            node(peer)
            text(reason)
        case .reply(let client, let reply):
            unsigned(client.rawValue)
            self.reply(reply)
        case .publish(let publication): self.publication(publication)
        case .stop(let reason): stop(reason)
        }
    }

    private mutating func examination(_ examination: CommitExamination) {
        unsigned(examination.number)
        chainID(examination.chainID)
        message(examination.block)
        message(examination.commit)
        optional(examination.extendedCommit) { $0.message($1) }
        flag(examination.extensionsAreEnabled)
        message(examination.validators)
        faultModel(examination.faultModel)
    }

    private mutating func call(_ call: ApplicationCall) {
        switch call {
        case .initChain(let request): message(request)
        case .prepareProposal(let request, let round):
            message(request)
            self.round(round)
        case .processProposal(let request, let block):
            message(request)
            hash(block)
        case .extendVote(let request, let round):
            message(request)
            self.round(round)
        case .verifyVoteExtension(let request, let vote, let peer):
            message(request)
            verified(vote)
            node(peer)
        case .finalizeBlock(let request): message(request)
        case .commit(let height): self.height(height)
        case .checkTx(let request, let key):
            message(request)
            timestamp(request.localTime)
            hash(key)
        }
    }

    mutating func committed(_ block: CommittedBlock) {
        message(block.block.id)
        message(block.seenCommit)
        message(block.response)
        state(block.state)
        list(block.changes) { $0.change($1) }
        list(block.evidence.added) { $0.message($1) }
        list(block.evidence.removed) { $0.evidenceKey($1) }
        list(block.evidence.committed) { $0.evidenceKey($1) }
        list(block.evidence.equivocations) { $0.equivocation($1) }
    }

    private mutating func reply(_ reply: ClientReply) {
        switch reply {
        case .refused(let reason):
            byte(1)
            text(reason)
        case .taken(let hash):
            byte(2)
            self.hash(hash)
        case .checked(let response, let hash):
            byte(3)
            message(response)
            self.hash(hash)
        case .committed(let response, let result, let hash, let height):
            byte(4)
            message(response)
            message(result)
            self.hash(hash)
            self.height(height)
        }
    }

    private mutating func stop(_ reason: StopReason) {
        switch reason {
        case .applicationFailed(let text):
            byte(1)
            self.text(text)
        case .answerRefused(let text):
            byte(2)
            self.text(text)
        case .invalidBlockDecided(let text):
            byte(3)
            self.text(text)
        case .logDoesNotFit(let text):
            byte(4)
            self.text(text)
        case .signaturesAheadOfLog(let height):
            byte(5)
            self.height(height)
        }
    }
}
