/// A metric with all its samples, as Prometheus scrapes it (text format 0.0.4).
package struct MetricFamily: Equatable, Sendable {
    package enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    /// One value. Labels stand in the order given.
    package struct Sample: Equatable, Sendable {
        package let labels: [(name: String, value: String)]
        package let value: SampleValue

        package init(_ value: SampleValue, _ labels: [(name: String, value: String)] = []) {
            self.labels = labels
            self.value = value
        }

        package static func == (one: Sample, other: Sample) -> Bool {
            one.value == other.value && one.labels.elementsEqual(other.labels) { $0 == $1 }
        }
    }

    package enum SampleValue: Equatable, Sendable {
        case number(Double)
        case histogram(Histogram)
    }

    package let name: String
    package let help: String
    package let kind: Kind
    package var samples: [Sample]

    package init(_ kind: Kind, _ name: String, _ help: String, _ samples: [Sample]) {
        self.kind = kind
        self.name = name
        self.help = help
        self.samples = samples
    }
}
