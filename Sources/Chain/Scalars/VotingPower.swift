/// How much a validator's vote weighs, and sums of such weights.
///
/// A set's total is at most `maximumTotal`, so sums and products by small numbers of checked powers stay within
/// Int64. What arrives from outside may be anything and is checked by `ValidatorSet`.
package struct VotingPower: Hashable, Sendable, Comparable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    package let rawValue: Int64

    package init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    package init(integerLiteral value: Int64) {
        self.init(value)
    }

    /// The most a validator set may weigh in total (CometBFT `MaxTotalVotingPower`): Int64's maximum over eight,
    /// which leaves room for proposer priorities.
    package static let maximumTotal = VotingPower(Int64.max / 8)

    package static func < (left: VotingPower, right: VotingPower) -> Bool { left.rawValue < right.rawValue }

    package var description: String { String(rawValue) }
}
