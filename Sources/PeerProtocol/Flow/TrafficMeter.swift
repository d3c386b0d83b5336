package import Chain

/// What passed in one direction, with the numbers that CometBFT's `flowrate.Monitor` keeps for `/net_info`.
package struct TrafficMeter: Sendable {
    /// How often a rate is taken at most.
    private static let sample = Nanoseconds(100_000_000)
    private static let second: Int64 = 1_000_000_000
    /// e^-0.1 in parts of 65536: what a tenth of a second leaves of a mean over one second.
    private static let decayPerTenth: Int64 = 59_299

    /// When it began.
    package let start: Instant
    /// Bytes in all samples taken.
    package private(set) var byteCount: Int64 = 0
    package private(set) var sampleCount: Int64 = 0
    /// The rate of the last sample in bytes a second, as the following.
    package private(set) var instantRate: Int64 = 0
    /// The moving average of rates.
    package private(set) var currentRate: Int64 = 0
    package private(set) var peakRate: Int64 = 0
    private var unsampled: Int64 = 0
    private var lastSample: Nanoseconds
    private var lastTransfer: Nanoseconds

    package init(at now: Instant) {
        start = now
        lastSample = now.monotonic
        lastTransfer = now.monotonic
    }

    /// The time that the samples cover.
    package var duration: Nanoseconds { lastSample.since(start.monotonic) }

    /// The time without any transfer.
    package func idle(at now: Instant) -> Nanoseconds { now.monotonic.since(lastTransfer) }

    /// Bytes a second over the whole duration.
    package var averageRate: Int64 { TrafficMeter.rate(byteCount, duration) }

    /// Bytes have passed; none, to bring the numbers up to date.
    package mutating func count(_ bytes: Int, at now: Instant) {
        if bytes > 0 {
            lastTransfer = now.monotonic
            unsampled = unsampled.addingClipped(Int64(bytes))
        }
        let elapsed = now.monotonic.since(lastSample)
        if elapsed < TrafficMeter.sample { return }
        instantRate = TrafficMeter.rate(unsampled, elapsed)
        peakRate = max(peakRate, instantRate)
        currentRate = sampleCount == 0 ? instantRate : average(elapsed)
        byteCount = byteCount.addingClipped(unsampled)
        sampleCount += 1
        unsampled = 0
        lastSample = now.monotonic
    }

    private func average(_ elapsed: Nanoseconds) -> Int64 {
        var weight: Int64 = 65_536
        // After ten seconds nothing is left of it.
        for _ in 0..<min(100, elapsed.rawValue / TrafficMeter.sample.rawValue) {
            weight = weight * TrafficMeter.decayPerTenth / 65_536
        }
        // Rates are below 2^47, or clipped to it.
        let old = min(currentRate, 1 << 46), new = min(instantRate, 1 << 46)
        return new + weight * (old - new) / 65_536
    }

    private static func rate(_ bytes: Int64, _ time: Nanoseconds) -> Int64 {
        if time.rawValue <= 0 { return 0 }
        // Microseconds, so that up to nine million million bytes can be multiplied.
        let (product, isTooLarge) = bytes.multipliedReportingOverflow(by: 1_000_000)
        return isTooLarge ? bytes / max(1, time.rawValue / second) : product / max(1, time.rawValue / 1000)
    }
}

extension Int64 {
    fileprivate func addingClipped(_ other: Int64) -> Int64 {
        let (sum, isTooLarge) = addingReportingOverflow(other)
        return isTooLarge ? .max : sum
    }
}
