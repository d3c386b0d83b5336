import Chain

/// Two votes of one validator at one place for different blocks, seen while their height was being decided.
struct ConflictingVotes: Hashable, Sendable {
    let first: Vote
    let second: Vote

    /// Whether the two contradict each other.
    var isContradiction: Bool {
        first.height == second.height && first.round == second.round && first.type == second.type
            && first.validatorAddress == second.validatorAddress && first.blockID != second.blockID
    }

    /// The same validator at the same place: one such pair is enough.
    func isAboutSamePlace(as other: ConflictingVotes) -> Bool {
        first.height == other.first.height && first.round == other.first.round && first.type == other.first.type
            && first.validatorAddress == other.first.validatorAddress
    }
}
