package import Chain
package import Cryptography

/// The votes of one height: prevotes and precommits of each round.
///
/// Rounds up to one above our own are always open. A peer that is ahead of us may open two more: one for the round its
/// commit was made in, one for the round it is in (CometBFT `consensus/types/height_vote_set.go`). So what a height can
/// hold is bounded by the number of peers.
package struct HeightVoteSet: Sendable {
    /// Rounds above ours that one peer may open (CometBFT `HeightVoteSet.AddVote`).
    package static let catchUpRoundsMaximum = 2

    private struct RoundVotes: Sendable {
        var prevotes: VoteSet
        var precommits: VoteSet
    }

    package let chainID: ChainID
    package let height: Height
    package let validators: ValidatorSet
    package let extensionsAreEnabled: Bool
    private let quorum: Quorum
    private var rounds: [Round: RoundVotes] = [:]
    private var catchUpRounds: [NodeID: Int] = [:]
    /// The highest round that is open to everyone.
    package private(set) var round: Round = 0

    package init(
        chainID: ChainID, height: Height, validators: ValidatorSet, quorum: Quorum, extensionsAreEnabled: Bool
    ) {
        self.chainID = chainID
        self.height = height
        self.validators = validators
        self.quorum = quorum
        self.extensionsAreEnabled = extensionsAreEnabled
        open(0)
    }

    /// Opens every round up to one above ours, so that a higher round is noticed.
    package mutating func enter(_ current: Round) {
        let highest = current.next
        if highest <= round { return }
        for number in round.rawValue...highest.rawValue { open(Round(number)) }
        round = highest
    }

    private mutating func open(_ round: Round) {
        if rounds[round] != nil { return }
        rounds[round] = RoundVotes(prevotes: emptySet(.prevote, round), precommits: emptySet(.precommit, round))
    }

    private func emptySet(_ type: SignedMessageType, _ round: Round) -> VoteSet {
        VoteSet(
            chainID: chainID, height: height, round: round, type: type, validators: validators, quorum: quorum,
            extensionsAreEnabled: extensionsAreEnabled && type == .precommit)
    }

    /// Counts a vote.
    ///
    /// - Parameter peer: Who sent it; nil for our own votes and those of a log.
    package mutating func add(_ verified: VerifiedVote, from peer: NodeID?) throws(VoteRefusal) -> VoteOutcome {
        let round = verified.vote.round
        if rounds[round] == nil {
            if let peer {
                guard mayOpen(round, for: peer) else { throw .unwantedRound(round) }
                catchUpRounds[peer, default: 0] += 1
            }
            open(round)
        }
        switch verified.vote.type {
        case .prevote:
            return try rounds[round]?.prevotes.add(verified) ?? .duplicate
        case .precommit:
            return try rounds[round]?.precommits.add(verified) ?? .duplicate
        case .proposal, .unknown:
            throw .unexpectedStep(expected: "a prevote or a precommit", found: "type \(verified.vote.type.rawValue)")
        }
    }

    /// Whether a vote of this round from this peer could be counted.
    package func mayOpen(_ round: Round, for peer: NodeID) -> Bool {
        rounds[round] != nil
            || (round >= 0 && catchUpRounds[peer, default: 0] < HeightVoteSet.catchUpRoundsMaximum)
    }

    /// Prevotes of a round; nil when the round is not open.
    package func prevotes(_ round: Round) -> VoteSet? { rounds[round]?.prevotes }

    /// Precommits of a round; nil when the round is not open.
    package func precommits(_ round: Round) -> VoteSet? { rounds[round]?.precommits }

    /// The highest round with a polka, and what it is for.
    package var proofOfLock: (round: Round, blockID: BlockID)? {
        for number in stride(from: round.rawValue, through: 0, by: -1) {
            if let blockID = rounds[Round(number)]?.prevotes.majority { return (Round(number), blockID) }
        }
        return nil
    }

    /// Notes that a peer claims a quorum in a round; a round that is not open is passed over.
    ///
    /// - Returns: false when the peer claimed another block for the same round and type before.
    package mutating func noteClaim(
        by peer: NodeID, round: Round, type: SignedMessageType, for blockID: BlockID
    ) -> Bool {
        switch type {
        case .prevote: rounds[round]?.prevotes.noteClaim(by: peer, for: blockID) ?? true
        case .precommit: rounds[round]?.precommits.noteClaim(by: peer, for: blockID) ?? true
        case .proposal, .unknown: false
        }
    }
}
