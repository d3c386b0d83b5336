import Monitoring

/// What metrics are called: CometBFT's namespace, subsystem and name, one behind the other.
struct MetricNames {
    /// `instrumentation.namespace`.
    let namespace: String

    func family(
        _ kind: MetricFamily.Kind, _ subsystem: String, _ name: String, _ help: String, _ samples: [MetricFamily.Sample]
    ) -> MetricFamily {
        MetricFamily(kind, "\(namespace)_\(subsystem)_\(name)", help, samples)
    }

    func gauge(_ subsystem: String, _ name: String, _ help: String, _ value: Double) -> MetricFamily {
        family(.gauge, subsystem, name, help, [.init(.number(value))])
    }

    func counter(_ subsystem: String, _ name: String, _ help: String, _ value: Double) -> MetricFamily {
        family(.counter, subsystem, name, help, [.init(.number(value))])
    }

    func histogram(_ subsystem: String, _ name: String, _ help: String, _ histogram: Histogram) -> MetricFamily {
        family(.histogram, subsystem, name, help, [.init(.histogram(histogram))])
    }
}
