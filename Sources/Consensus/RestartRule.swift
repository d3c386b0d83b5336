package import Chain
package import Cryptography

/// How a height is decided of which some validators have forgotten what they signed: a `SharedLoss`, as one of them all
/// sees it.
///
/// Deviation: CometBFT has nothing of the kind. Without a `SharedLoss` there is no such rule, and nothing differs.
package struct RestartRule: Sendable {
    /// The round that the height begins with.
    package let firstRound: Round
    /// Whether we are one of those who have forgotten: then we prevote only what all who remember have prevoted in the round.
    /// What was decided before, one of them is locked on.
    package let haveForgotten: Bool
    /// The places of those who remember among the height's validators.
    package let remembering: [Int]

    /// - Parameter address: Ours; nil for a node that only follows.
    package init(_ loss: SharedLoss, from firstRound: Round, validators: ValidatorSet, address: Address?) {
        self.firstRound = firstRound
        haveForgotten = address.map { loss.forgetful.contains($0) } ?? false
        remembering = validators.validators.indices.filter {
            !loss.forgetful.contains(validators.validators[$0].address)
        }
    }

    /// Whether all who remember have voted. Nobody who has forgotten need vote then for the round to go on: how long a round
    /// waits decides nothing.
    package func isPast(_ votes: VoteSet) -> Bool { remembering.allSatisfy { votes.vote(at: $0) != nil } }

    /// Whether all who remember have voted for this.
    package func isBacked(_ blockID: BlockID, by votes: VoteSet) -> Bool {
        remembering.allSatisfy { votes.vote(at: $0)?.blockID == blockID }
    }
}
