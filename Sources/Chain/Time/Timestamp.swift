/// A moment: seconds since 1970 and nanoseconds within the second, UTC.
///
/// It holds what Go's protobuf codec lets through: the years 1 to 9999, all nanoseconds kept. Go's zero time is the
/// first moment of year 1, and stands where a message has no time field; the epoch is another value.
package struct Timestamp: Hashable, Sendable {
    /// Seconds since 1970-01-01T00:00:00Z, from `secondsMinimum` to `secondsMaximum`.
    package let seconds: Int64
    /// From 0 to 999 999 999, also before 1970.
    package let nanoseconds: Int32

    /// 0001-01-01T00:00:00Z (gogoproto `minValidSeconds`).
    package static let secondsMinimum: Int64 = -62_135_596_800
    /// 9999-12-31T23:59:59Z (gogoproto `maxValidSeconds`, less one).
    package static let secondsMaximum: Int64 = 253_402_300_799
    static let nanosecondsPerSecond: Int64 = 1_000_000_000

    /// Go's zero time: no time at all, as in the signature of an absent validator.
    package static let zero = Timestamp(checkedSeconds: secondsMinimum, nanoseconds: 0)
    /// 1970-01-01T00:00:00Z.
    package static let unixEpoch = Timestamp(checkedSeconds: 0, nanoseconds: 0)
    /// The last moment of year 9999.
    package static let latest = Timestamp(checkedSeconds: secondsMaximum, nanoseconds: 999_999_999)

    /// The moment, or nil outside of the years 1 to 9999 or of a second's nanoseconds.
    package init?(seconds: Int64, nanoseconds: Int32 = 0) {
        guard (Timestamp.secondsMinimum...Timestamp.secondsMaximum).contains(seconds),
            (0..<1_000_000_000).contains(nanoseconds)
        else { return nil }
        self.init(checkedSeconds: seconds, nanoseconds: nanoseconds)
    }

    /// Only for numbers known to be in range.
    init(checkedSeconds seconds: Int64, nanoseconds: Int32) {
        self.seconds = seconds
        self.nanoseconds = nanoseconds
    }

    /// Whether this is Go's zero time.
    package var isZero: Bool { self == .zero }
}

extension Timestamp: Comparable {
    package static func < (left: Timestamp, right: Timestamp) -> Bool {
        (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
    }
}

extension Timestamp {
    /// The moment so much later, clipped to the years 1 to 9999.
    package func adding(_ duration: Nanoseconds) -> Timestamp {
        let perSecond = Timestamp.nanosecondsPerSecond
        // Whole seconds and a rest of less than two seconds: neither sum can leave Int64.
        var second = seconds + duration.rawValue / perSecond
        var rest = Int64(nanoseconds) + duration.rawValue % perSecond
        if rest < 0 {
            rest += perSecond
            second -= 1
        } else if rest >= perSecond {
            rest -= perSecond
            second += 1
        }
        if second < Timestamp.secondsMinimum { return .zero }
        if second > Timestamp.secondsMaximum { return .latest }
        return Timestamp(checkedSeconds: second, nanoseconds: Int32(rest))
    }

    /// The moment so much later, clipped to the years 1 to 9999.
    package func adding(nanoseconds: Int64) -> Timestamp {
        adding(Nanoseconds(nanoseconds))
    }

    /// How much later this moment is than another; beyond 292 years clipped to Int64, as by Go's `time.Sub`.
    package func nanoseconds(since earlier: Timestamp) -> Int64 {
        // Both in range: the differences cannot overflow. With parts of one sign, a product that overflows means a sum
        // that does.
        var wholeSeconds = seconds - earlier.seconds
        var rest = Int64(nanoseconds) - Int64(earlier.nanoseconds)
        if wholeSeconds > 0 && rest < 0 {
            wholeSeconds -= 1
            rest += Timestamp.nanosecondsPerSecond
        } else if wholeSeconds < 0 && rest > 0 {
            wholeSeconds += 1
            rest -= Timestamp.nanosecondsPerSecond
        }
        let (product, isTooLarge) = wholeSeconds.multipliedReportingOverflow(by: Timestamp.nanosecondsPerSecond)
        let (sum, isBeyond) = product.addingReportingOverflow(rest)
        if isTooLarge || isBeyond { return wholeSeconds < 0 ? .min : .max }
        return sum
    }

    /// How much later this moment is than another, clipped as `nanoseconds(since:)`.
    package func duration(since earlier: Timestamp) -> Nanoseconds {
        Nanoseconds(nanoseconds(since: earlier))
    }
}
