package import Wire

/// So many of a coin: a whole number from 0 to 2^128 - 1.
package struct Amount: Hashable, Sendable, Comparable, ExpressibleByIntegerLiteral {
    package let rawValue: UInt128

    package init(_ rawValue: UInt128) {
        self.rawValue = rawValue
    }

    package init(integerLiteral value: UInt64) {
        rawValue = UInt128(value)
    }

    /// The number that these decimal digits are: no sign, no zeros in front, at most 39.
    package init?(_ text: ByteString) {
        let digits = text.bytes
        guard !digits.isEmpty, digits.count <= 39, digits.count == 1 || digits.first != UInt8(ascii: "0") else {
            return nil
        }
        var value: UInt128 = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, isBeyond) = product.addingReportingOverflow(UInt128(digit - UInt8(ascii: "0")))
            if isTooLarge || isBeyond { return nil }
            value = sum
        }
        rawValue = value
    }

    package static let zero: Amount = 0

    package var isZero: Bool { rawValue == 0 }

    /// The sum; nil beyond 2^128 - 1.
    package func adding(_ other: Amount) -> Amount? {
        let (sum, isTooLarge) = rawValue.addingReportingOverflow(other.rawValue)
        return isTooLarge ? nil : Amount(sum)
    }

    /// The difference; nil below zero.
    package func subtracting(_ other: Amount) -> Amount? {
        rawValue < other.rawValue ? nil : Amount(rawValue - other.rawValue)
    }

    package static func < (left: Amount, right: Amount) -> Bool { left.rawValue < right.rawValue }
}

extension Amount: CustomStringConvertible {
    /// Decimal digits.
    package var description: String { String(rawValue) }
}
