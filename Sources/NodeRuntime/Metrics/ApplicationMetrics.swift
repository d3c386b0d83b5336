import Monitoring

/// How long the application takes (CometBFT proxy/metrics.go, state/metrics.go).
struct ApplicationMetrics {
    /// Seconds; CometBFT's.
    private static let timingBounds = [0.0001, 0.0004, 0.002, 0.009, 0.02, 0.1, 0.65, 2, 6, 25]
    /// Milliseconds; CometBFT's.
    private static let processingBounds: [Double] = [1, 11, 21, 31, 41, 51, 61, 71, 81, 91]

    private var timings: [String: Histogram] = [:]
    private var processing = Histogram(bounds: processingBounds)

    /// - Parameter method: Its name in ABCI, in small letters.
    mutating func note(_ method: String, seconds: Double) {
        timings[method, default: Histogram(bounds: ApplicationMetrics.timingBounds)].observe(seconds)
        if method == "finalize_block" { processing.observe(seconds * 1000) }
    }

    func families(_ names: MetricNames) -> [MetricFamily] {
        [
            names.family(
                .histogram, "abci_connection", "method_timing_seconds", "Seconds that the application took, by method.",
                timings.sorted { $0.key < $1.key }.map { method, histogram in
                    .init(.histogram(histogram), [("method", method), ("type", "sync")])
                }),
            names.histogram(
                "state", "block_processing_time", "Milliseconds that the application took for a block.", processing),
        ]
    }
}
