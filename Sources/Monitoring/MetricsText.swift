/// Metrics in the text format of Prometheus, version 0.0.4.
package struct MetricsText: Sendable {
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    package private(set) var text = ""
    /// Stand before each sample's own labels.
    private let labels: [(name: String, value: String)]

    /// - Parameter labels: Those that every sample has.
    package init(_ families: [MetricFamily], labels: [(name: String, value: String)] = []) {
        self.labels = labels
        for family in families { append(family) }
    }

    private mutating func append(_ family: MetricFamily) {
        // Without a sample there is nothing to scrape, and nothing to describe.
        if family.samples.isEmpty { return }
        text += "# HELP \(family.name) \(MetricsText.escaped(family.help, quotes: false))\n"
        text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
        for sample in family.samples {
            switch sample.value {
            case .number(let value): append(family.name, sample.labels, value)
            case .histogram(let histogram): append(family.name, sample.labels, histogram)
            }
        }
    }

    private mutating func append(
        _ name: String, _ own: [(name: String, value: String)], _ histogram: Histogram
    ) {
        var count: UInt64 = 0
        for (bound, below) in zip(histogram.bounds, histogram.counts) {
            count += below
            append("\(name)_bucket", own + [("le", MetricsText.number(bound))], Double(count))
        }
        append("\(name)_bucket", own + [("le", "+Inf")], Double(histogram.count))
        append("\(name)_sum", own, histogram.sum)
        append("\(name)_count", own, Double(histogram.count))
    }

    private mutating func append(_ name: String, _ own: [(name: String, value: String)], _ value: Double) {
        let pairs = (labels + own).map { "\($0.name)=\"\(MetricsText.escaped($0.value, quotes: true))\"" }
        text += pairs.isEmpty ? name : "\(name){\(pairs.joined(separator: ","))}"
        text += " \(MetricsText.number(value))\n"
    }

    /// As Go writes it: whole numbers without a point.
    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return Int64(exactly: value).map { "\($0)" } ?? "\(value)"
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        let escaped = text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
        return quotes ? escaped.replacing("\"", with: "\\\"") : escaped
    }
}
