import Chain

/// The votes of one set for one block or nil.
///
/// There are two reasons to keep such a tally: a validator's first vote, or a peer that claims +2/3 for the block. Only
/// then are second, conflicting votes counted for it, so that equivocators cannot fill memory.
struct BlockVotes: Sendable {
    let blockID: BlockID
    /// Whether a peer claims +2/3 for this block.
    var isClaimedByPeer: Bool
    /// The vote of each validator, by index.
    private(set) var votes: [Vote?]
    /// Power behind the block.
    private(set) var power: VotingPower = 0

    init(blockID: BlockID, isClaimedByPeer: Bool, validators: Int) {
        self.blockID = blockID
        self.isClaimedByPeer = isClaimedByPeer
        votes = Array(repeating: nil, count: validators)
    }

    mutating func add(_ vote: Vote, at index: Int, power votingPower: VotingPower) {
        if votes[index] != nil { return }
        votes[index] = vote
        // A set's total is bounded by VotingPower.maximumTotal, so the sum cannot overflow.
        power = VotingPower(power.rawValue + votingPower.rawValue)
    }
}
