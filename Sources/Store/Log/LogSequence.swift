/// The number of a record in the log. The first record of a log has number 1; no number is ever used again while the
/// record that had it may still be on disk.
package struct LogSequence: Hashable, Sendable, Comparable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    package let rawValue: UInt64

    package init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }

    package init(integerLiteral value: UInt64) {
        self.init(value)
    }

    /// The number of the next record.
    package var next: LogSequence { LogSequence(rawValue + 1) }

    /// The number of the record before; zero, which no record has, in front of the first.
    package var previous: LogSequence { LogSequence(rawValue == 0 ? 0 : rawValue - 1) }

    package static func < (left: LogSequence, right: LogSequence) -> Bool { left.rawValue < right.rawValue }

    package var description: String { String(rawValue) }
}
