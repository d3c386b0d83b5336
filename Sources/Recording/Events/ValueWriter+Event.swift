import ABCI
import Chain
import Consensus
import Cryptography
import Engine
import PeerMessages
import Wire

// An event: its kind, then what it carries. `ValueReader+Event.swift` has the same order.
extension ValueWriter {
    mutating func event(_ event: Event) {
        byte(event.kind.rawValue)
        switch event {
        case .start(let point): startPoint(point)
        case .timeout(let timeout): self.timeout(timeout)
        case .proposalSigned(let verified, let height, let round):
            optional(verified) { $0.verified($1) }
            self.height(height)
            self.round(round)
        case .voteSigned(let verified, let height, let round, let type):
            optional(verified) { $0.verified($1) }
            self.height(height)
            self.round(round)
            self.type(type)
        case .answered(let answer): self.answer(answer)
        case .blockVerified(let rejection, let block, let height):
            optional(rejection) { $0.rejection($1) }
            hash(block)
            self.height(height)
        case .evidenceVerified(let finding): message(finding)
        case .committed(let height): self.height(height)
        case .submitted(let transaction, let client, let mode):
            self.transaction(transaction)
            unsigned(client.rawValue)
            byte(mode.rawValue)
        case .evidenceSubmitted(let evidence, let client):
            message(evidence)
            unsigned(client.rawValue)
        case .clientLeft(let client): unsigned(client.rawValue)
        case .peerConnected(let peer, let keepsEarly):
            node(peer)
            flag(keepsEarly)
        case .peerDisconnected(let peer): node(peer)
        case .message(let message, let peer):
            byte(message.channel.rawValue)
            self.message(message)
            node(peer)
        case .sent(let peer, let channel, let count):
            node(peer)
            byte(channel.rawValue)
            integer(count)
        case .voteVerified(let verified, let vote, let peer):
            optional(verified) { $0.verified($1) }
            message(vote)
            node(peer)
        case .proposalVerified(let verified, let proposal, let peer):
            optional(verified) { $0.verified($1) }
            message(proposal)
            node(peer)
        case .blockLoaded(let block, let height):
            optional(block) { $0.storedBlock($1) }
            self.height(height)
        case .commitExamined(let finding): self.finding(finding)
        case .gossipDue, .syncDue, .relayDue: return
        }
    }

    mutating func timeout(_ timeout: Timeout) {
        height(timeout.height)
        round(timeout.round)
        byte(timeout.step.rawValue)
    }

    private mutating func answer(_ answer: ApplicationAnswer) {
        switch answer {
        case .initChain(let result, let changes):
            self.result(result)
            list(changes) { $0.change($1) }
        case .prepareProposal(let result, let height, let round):
            self.result(result)
            self.height(height)
            self.round(round)
        case .processProposal(let result, let block, let height):
            self.result(result)
            hash(block)
            self.height(height)
        case .extendVote(let result, let height, let round):
            self.result(result)
            self.height(height)
            self.round(round)
        case .verifyVoteExtension(let result, let vote, let peer):
            self.result(result)
            verified(vote)
            node(peer)
        case .finalizeBlock(let result, let changes, let height):
            self.result(result)
            list(changes) { $0.change($1) }
            self.height(height)
        case .commit(let result, let height):
            self.result(result)
            self.height(height)
        case .checkTx(let result, let key, let type):
            self.result(result)
            hash(key)
            byte(UInt8(truncatingIfNeeded: type.rawValue))
        }
    }

    private mutating func result(_ result: Result<some ProtobufEncodable, ApplicationError>) {
        switch result {
        case .success(let response):
            flag(true)
            message(response)
        case .failure(let error):
            flag(false)
            text(error.message)
        }
    }
}
