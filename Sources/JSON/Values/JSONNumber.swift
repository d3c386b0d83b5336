/// A number as it was written, so that nothing of it is lost on the way through.
package struct JSONNumber: Hashable, Sendable, CustomStringConvertible {
    /// The literal: JSON's number grammar, ASCII only. Up to 15 characters need no memory of their own.
    package let literal: String

    /// The integer's decimal digits.
    package init(_ value: some BinaryInteger) {
        literal = String(value)
    }

    /// The number a scanner has found to follow the grammar.
    init(scanned literal: ArraySlice<UInt8>) {
        self.literal = String(decoding: literal, as: UTF8.self)
    }

    /// The number with this literal, or nil when it does not follow the grammar.
    package init?(literal: String) {
        var scanner = JSONScanner(Array(literal.utf8))
        guard (try? scanner.scanNumber()) != nil, scanner.isAtEnd else { return nil }
        self.literal = literal
    }

    /// The number as an Int64, under the rules of `integer(as:)`.
    package var int64: Int64? { integer(as: Int64.self) }

    /// The number as a UInt64, under the rules of `integer(as:)`.
    package var uint64: UInt64? { integer(as: UInt64.self) }

    /// The literal.
    package var description: String { literal }

    /// The number as an integer of this type; nil when it is out of range or written with a fraction or an exponent.
    ///
    /// Go reads integers with `strconv.ParseInt`, which knows neither, so 1.0 and 1e3 are no integers there. Its
    /// `ParseUint` knows no sign, so -0 is an Int64 but not a UInt64.
    package func integer<Integer: FixedWidthInteger>(as type: Integer.Type) -> Integer? {
        if !Integer.isSigned && literal.utf8.first == UInt8(ascii: "-") { return nil }
        return Integer(literal, radix: 10)
    }
}
