import Chain
import Consensus
import Cryptography
import Engine
import RPC
import Wire

extension PeerStateInformation {
    /// What the RPC shows of a peer.
    ///
    /// - Parameter address: Where its connection leads, `host:port`.
    init(_ peer: PeerView, at address: String) {
        self.init(nodeAddress: ByteString("\(peer.id.text)@\(address)"))
        let rounds = peer.rounds
        voteCount = peer.voteCount
        partCount = peer.partCount
        // It has not told anything yet.
        if rounds.height == 0 { return }
        height = rounds.height
        round = rounds.round
        step = rounds.step.rawValue
        startTime = peer.startTime
        hasProposal = rounds.hasProposal
        if let header = rounds.partSetHeader {
            proposalPartSetHeader = header
            let count = min(Int(header.total), ChainLimits.partsMaximum)
            proposalParts = BitArray(count: count) { rounds.parts.contains($0) }
        }
        func votes(_ height: Height, _ round: Round, _ type: SignedMessageType, of count: Int) -> BitArray {
            let marks = rounds.votes[VoteSetID(height: height, round: round, type: type)]
            return BitArray(count: count) { marks?.contains($0) ?? false }
        }
        prevotes = votes(height, round, .prevote, of: peer.validatorCount)
        precommits = votes(height, round, .precommit, of: peer.validatorCount)
        proposalPOLRound = rounds.polRound
        if proposalPOLRound >= 0 {
            proposalPOL = votes(height, proposalPOLRound, .prevote, of: peer.validatorCount)
        }
        lastCommitRound = rounds.lastCommitRound
        if lastCommitRound >= 0 {
            lastCommit = votes(height.previous, lastCommitRound, .precommit, of: peer.lastValidatorCount)
        }
        catchupCommitRound = peer.catchUpRound
        if catchupCommitRound >= 0 {
            catchupCommit = votes(height, catchupCommitRound, .precommit, of: peer.validatorCount)
        }
    }
}
