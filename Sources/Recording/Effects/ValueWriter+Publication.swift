import Chain
import Consensus
import Cryptography
import Engine
import Evidence

// What the engine tells whoever listens.
extension ValueWriter {
    mutating func publication(_ publication: Publication) {
        switch publication {
        case .consensus(let observation):
            byte(1)
            self.observation(observation)
        case .block(let block, let updates):
            byte(2)
            committed(block)
            list(updates) { $0.message($1) }
        case .notice(let notice):
            byte(3)
            self.notice(notice)
        }
    }

    private mutating func place(_ number: UInt8, _ height: Height, _ round: Round) {
        byte(number)
        self.height(height)
        self.round(round)
    }

    private mutating func observation(_ observation: Observation) {
        switch observation {
        case .step(let height, let round, let step):
            place(1, height, round)
            byte(step.rawValue)
        case .round(let height, let round): place(2, height, round)
        case .proposal(let proposal):
            byte(3)
            message(proposal)
        case .part(let part, let height, let round):
            place(4, height, round)
            message(part)
        case .completeBlock(let id, let height, let round):
            place(5, height, round)
            message(id)
        case .vote(let vote):
            byte(6)
            message(vote)
        case .polka(let id, let height, let round):
            place(7, height, round)
            message(id)
        case .validBlock(let header, let height, let round, let isCommit):
            place(8, height, round)
            message(header)
            flag(isCommit)
        case .locked(let id, let height, let round):
            place(9, height, round)
            message(id)
        case .relocked(let id, let height, let round):
            place(10, height, round)
            message(id)
        case .unlocked(let height, let round): place(11, height, round)
        case .proposeTimeout(let height, let round): place(12, height, round)
        case .voteTimeout(let height, let round, let step):
            place(13, height, round)
            byte(step.rawValue)
        }
    }

    private mutating func notice(_ notice: Notice) {
        switch notice {
        case .chainStarted(let chainID, let height, let validators):
            byte(1)
            self.chainID(chainID)
            self.height(height)
            integer(validators)
        case .resumed(let height, let records):
            byte(2)
            self.height(height)
            integer(records)
        case .abstaining(let height):
            byte(3)
            self.height(height)
        case .listening(let count):
            byte(4)
            integer(count)
        case .signingStopped(let equivocation):
            byte(5)
            self.equivocation(equivocation)
        case .applicationFailed(let text):
            byte(6)
            self.text(text)
        case .signerRefused(let text):
            byte(7)
            self.text(text)
        case .equivocation(let validator, let height):
            byte(8)
            signed(Int64(validator))
            self.height(height)
        case .refused(let peer, let reason):
            byte(9)
            node(peer)
            self.reason(reason)
        case .ownEquivocation(let height, let round, let type):
            place(10, height, round)
            self.type(type)
        case .evidenceRefused(let rule, let peer):
            byte(11)
            text(rule)
            node(peer)
        case .quorumForInvalidBlock(let rule):
            byte(12)
            text(rule)
        case .catchingUp(let height):
            byte(13)
            self.height(height)
        case .caughtUp(let height):
            byte(14)
            self.height(height)
        case .blocksOwed(let peer, let text):
            byte(15)
            node(peer)
            self.text(text)
        case .ownKeyHeard(let step, let peer):
            byte(16)
            signedStep(step)
            optional(peer) { $0.node($1) }
        case .ownKeyUsedElsewhere(let step, let peer):
            byte(17)
            signedStep(step)
            optional(peer) { $0.node($1) }
        case .ownKeyQuiet(let height, let window):
            byte(18)
            self.height(height)
            signed(window)
        case .ownKeyQuietEnded(let height):
            byte(19)
            self.height(height)
        case .rejoining(let height, let round): place(20, height, round)
        case .rejoined(let height):
            byte(21)
            self.height(height)
        }
    }

    private mutating func reason(_ reason: RefusalReason) {
        switch reason {
        case .vote(let refusal):
            byte(1)
            self.refusal(refusal)
        case .notTheProposer: byte(2)
        case .proofOfLockRound: byte(3)
        case .tooManyParts: byte(4)
        case .part(let text):
            byte(5)
            self.text(text)
        case .notABlock(let text):
            byte(6)
            self.text(text)
        case .contradictingClaim: byte(7)
        }
    }

    private mutating func refusal(_ refusal: VoteRefusal) {
        switch refusal {
        case .unexpectedStep(let expected, let found):
            byte(1)
            text(expected)
            text(found)
        case .unknownIndex(let index, let validators):
            byte(2)
            signed(Int64(index))
            integer(validators)
        case .wrongValidator(let index):
            byte(3)
            signed(Int64(index))
        case .otherSignature(let index):
            byte(4)
            signed(Int64(index))
        case .unexpectedExtension: byte(5)
        case .missingExtension: byte(6)
        case .unwantedRound(let round):
            byte(7)
            self.round(round)
        case .wrongChain: byte(8)
        }
    }
}
