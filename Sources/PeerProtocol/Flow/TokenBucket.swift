package import Chain

/// Bounds how many bytes pass a second: what was not used is saved up for a tenth of a second, which is the sample by which
/// CometBFT limits (libs/flowrate).
package struct TokenBucket: Sendable {
    private static let second: Int64 = 1_000_000_000

    /// Bytes a second; zero for no limit.
    private let rate: Int64
    private let capacity: Int64
    /// Bytes that may pass now; less than zero after more has passed than there was.
    private var level: Int64
    private var filled: Nanoseconds

    /// - Parameter rate: Bytes a second; zero or less for no limit.
    package init(rate: Int, at now: Nanoseconds) {
        // Above a thousand million there is nothing to limit, and six seconds of it in nanoseconds stay within Int64.
        self.rate = Int64(min(max(0, rate), 1_000_000_000))
        capacity = max(1, self.rate / 10)
        level = capacity
        filled = now
    }

    /// Whether anything may pass now.
    package mutating func isOpen(at now: Nanoseconds) -> Bool {
        fill(at: now)
        return rate == 0 || level > 0
    }

    /// Whether nothing could pass when that was asked last, or since.
    package var isExhausted: Bool { rate > 0 && level <= 0 }

    /// Bytes have passed.
    package mutating func take(_ count: Int) {
        if rate > 0 { level = max(level - Int64(min(max(0, count), Int(Int32.max))), -5 * rate) }
    }

    /// When `count` bytes or the whole capacity will have been saved up.
    package func opening(for count: Int) -> Nanoseconds {
        let wanted = min(Int64(max(1, count)), capacity) - level
        if rate == 0 || wanted <= 0 { return filled }
        return filled.adding(Nanoseconds((wanted * TokenBucket.second + rate - 1) / rate))
    }

    private mutating func fill(at now: Nanoseconds) {
        if rate == 0 || now <= filled { return }
        let elapsed = now.since(filled).rawValue
        // At most six seconds' worth is missing.
        if elapsed >= 6 * TokenBucket.second {
            level = capacity
            filled = now
            return
        }
        let gained = elapsed * rate / TokenBucket.second
        if gained == 0 { return }
        if level + gained >= capacity {
            level = capacity
            filled = now
        } else {
            level += gained
            // What is left of a byte stays.
            filled = filled.adding(Nanoseconds(gained * TokenBucket.second / rate))
        }
    }
}
