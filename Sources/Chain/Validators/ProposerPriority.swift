/// How near a validator is to being the next proposer: the highest priority proposes.
///
/// Additions and subtractions clip at Int64's ends, as CometBFT's `safeAddClip` and `safeSubClip` do.
package struct ProposerPriority: Hashable, Sendable, Comparable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    package let rawValue: Int64

    package init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    package init(integerLiteral value: Int64) {
        self.init(value)
    }

    /// The priority after a round in which another validator proposed.
    func adding(_ amount: Int64) -> ProposerPriority {
        let (sum, overflow) = rawValue.addingReportingOverflow(amount)
        return ProposerPriority(overflow ? (amount < 0 ? .min : .max) : sum)
    }

    /// The priority moved down by `amount`.
    func subtracting(_ amount: Int64) -> ProposerPriority {
        let (difference, overflow) = rawValue.subtractingReportingOverflow(amount)
        return ProposerPriority(overflow ? (amount > 0 ? .min : .max) : difference)
    }

    package static func < (left: ProposerPriority, right: ProposerPriority) -> Bool { left.rawValue < right.rawValue }

    package var description: String { String(rawValue) }
}
