/// A round of consensus within a height. `none` (-1) stands where a proposal carries no proof-of-lock round.
package struct Round: Hashable, Sendable, Comparable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    package let rawValue: Int32

    package init(_ rawValue: Int32) {
        self.rawValue = rawValue
    }

    package init(integerLiteral value: Int32) {
        self.init(value)
    }

    /// CometBFT's -1: no such round.
    package static let none: Round = -1

    /// The round after this one; the largest round has none and stays.
    package var next: Round { Round(rawValue == .max ? .max : rawValue + 1) }

    package static func < (left: Round, right: Round) -> Bool { left.rawValue < right.rawValue }

    package var description: String { String(rawValue) }
}
