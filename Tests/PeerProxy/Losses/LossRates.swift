package import Chain

/// How many messages of a channel are lost or late.
package struct LossRates: Hashable, Sendable {
    /// Of a hundred messages.
    package let dropped: Int
    /// Of a hundred messages; with `dropped` at most 100.
    package let delayed: Int

    /// Nil when the numbers are no shares of a hundred.
    package init?(dropped: Int, delayed: Int) {
        guard (0...100).contains(dropped), (0...100).contains(delayed), dropped + delayed <= 100 else { return nil }
        self.dropped = dropped
        self.delayed = delayed
    }

    /// Nothing is lost or late.
    package static let none = LossRates(nothing: ())

    private init(nothing: Void) {
        dropped = 0
        delayed = 0
    }
}

/// How long a late message is late: every length from the shortest to the longest is as likely.
package struct DelaySpread: Hashable, Sendable {
    package let shortest: Nanoseconds
    package let longest: Nanoseconds

    /// Milliseconds, at most an hour; nil when they are not, or the longest is shorter than the shortest.
    package init?(milliseconds shortest: Int, _ longest: Int) {
        guard (0...3_600_000).contains(shortest), (shortest...3_600_000).contains(longest) else { return nil }
        self.shortest = Nanoseconds(Int64(shortest) * 1_000_000)
        self.longest = Nanoseconds(Int64(longest) * 1_000_000)
    }

    /// The length that a number stands for.
    func length(_ number: UInt64) -> Nanoseconds {
        let range = UInt64(longest.rawValue - shortest.rawValue) + 1
        return Nanoseconds(shortest.rawValue + Int64(number % range))
    }
}
