/// What was wrong with something a peer sent.
package enum RefusalReason: Equatable, Sendable {
    /// A vote that cannot be counted.
    case vote(VoteRefusal)
    /// A proposal not signed by the round's proposer.
    case notTheProposer
    /// A proof-of-lock round that is not below the proposal's own.
    case proofOfLockRound
    /// More parts than the largest block has.
    case tooManyParts
    /// A part that does not belong to the block.
    case part(String)
    /// Parts that together are larger than a block may be, or are no block.
    case notABlock(String)
    /// A second, different claim of a quorum for one round and type.
    case contradictingClaim
}
