/// The height of a block. The first block of a chain has the genesis's initial height, 1 unless it says otherwise.
///
/// Zero stands for "before the first block"; what arrives from outside may be negative and is checked where it is
/// decoded.
package struct Height: Hashable, Sendable, Comparable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    package let rawValue: Int64

    package init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    package init(integerLiteral value: Int64) {
        self.init(value)
    }

    /// The height after this one; the largest height has none and stays.
    package var next: Height { Height(rawValue == .max ? .max : rawValue + 1) }

    /// The height before this one; the smallest stays.
    package var previous: Height { Height(rawValue == .min ? .min : rawValue - 1) }

    package static func < (left: Height, right: Height) -> Bool { left.rawValue < right.rawValue }

    package var description: String { String(rawValue) }
}
