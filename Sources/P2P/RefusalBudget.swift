import Chain

/// How often a line is written about a caller that was not let in: who calls again and again would fill the disk with them.
struct RefusalBudget {
    /// Lines a second.
    private static let rate = 10

    private var second: Int64 = 0
    private var told = 0
    private var untold = 0

    /// Takes a line.
    ///
    /// - Returns: How many were passed over since the last one that was not; nil when this one is passed over, too.
    mutating func take(at now: Instant) -> Int? {
        let second = now.monotonic.rawValue / 1_000_000_000
        if second != self.second { (self.second, told) = (second, 0) }
        if told >= RefusalBudget.rate {
            untold += 1
            return nil
        }
        told += 1
        defer { untold = 0 }
        return untold
    }
}
