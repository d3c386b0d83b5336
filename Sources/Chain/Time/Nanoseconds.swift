/// A length of time in nanoseconds, up to 292 years either way: Go's `time.Duration`.
package struct Nanoseconds: Hashable, Comparable, Sendable {
    package let rawValue: Int64

    package init(_ rawValue: Int64) {
        self.rawValue = rawValue
    }

    package static let zero = Nanoseconds(0)

    /// So many seconds, clipped to Int64's nanoseconds.
    package static func seconds(_ count: Int64) -> Nanoseconds {
        let (product, isTooLarge) = count.multipliedReportingOverflow(by: Timestamp.nanosecondsPerSecond)
        return Nanoseconds(isTooLarge ? (count < 0 ? .min : .max) : product)
    }

    package static func < (left: Nanoseconds, right: Nanoseconds) -> Bool { left.rawValue < right.rawValue }
}

extension Nanoseconds: CustomStringConvertible {
    /// As Go prints a duration: `1h0m0s`, `1.5s`, `20ms`, `0s`.
    package var description: String {
        let magnitude = rawValue.magnitude
        let sign = rawValue < 0 ? "-" : ""
        switch magnitude {
        case 0: return "0s"
        case ..<1_000: return "\(sign)\(magnitude)ns"
        case ..<1_000_000: return sign + Nanoseconds.decimal(magnitude, decimals: 3) + "µs"
        case ..<1_000_000_000: return sign + Nanoseconds.decimal(magnitude, decimals: 6) + "ms"
        default: break
        }
        let minutes = magnitude / 60_000_000_000
        let seconds = Nanoseconds.decimal(magnitude % 60_000_000_000, decimals: 9) + "s"
        if minutes == 0 { return sign + seconds }
        if minutes < 60 { return "\(sign)\(minutes)m\(seconds)" }
        return "\(sign)\(minutes / 60)h\(minutes % 60)m\(seconds)"
    }

    /// The number with its last digits behind a decimal point and no zeros at the end.
    private static func decimal(_ value: UInt64, decimals: Int) -> String {
        var divisor: UInt64 = 1
        for _ in 0..<decimals { divisor *= 10 }
        let whole = value / divisor
        let rest = value % divisor
        if rest == 0 { return String(whole) }
        let digits = String(rest)
        var fraction = String(repeating: "0", count: decimals - digits.count) + digits
        while fraction.last == "0" { fraction.removeLast() }
        return "\(whole).\(fraction)"
    }
}
