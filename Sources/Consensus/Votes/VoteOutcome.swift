package import Chain

/// What became of a vote offered to a set.
package struct VoteOutcome: Equatable, Sendable {
    /// Whether the set holds the vote now and did not before.
    package let isAdded: Bool
    /// A vote by the same validator at the same height and round for something else: evidence of equivocation.
    package let conflicting: Vote?

    static let added = VoteOutcome(isAdded: true, conflicting: nil)
    static let duplicate = VoteOutcome(isAdded: false, conflicting: nil)
}
