import Monitoring
import Testing

@Suite("Metrics as text")
struct MetricsTextTests {
    @Test("A family is a description and a line for each sample, with the common labels first")
    func family() {
        let families = [
            MetricFamily(.gauge, "cometbft_p2p_peers", "Number of peers.", [.init(.number(3))]),
            MetricFamily(
                .counter, "bytes_total", "Bytes.",
                [.init(.number(12), [("peer", "a")]), .init(.number(0.5), [("peer", "b")])]),
            MetricFamily(.gauge, "nothing", "Has no sample.", []),
        ]
        #expect(
            MetricsText(families, labels: [("chain_id", "c")]).text == """
                # HELP cometbft_p2p_peers Number of peers.
                # TYPE cometbft_p2p_peers gauge
                cometbft_p2p_peers{chain_id="c"} 3
                # HELP bytes_total Bytes.
                # TYPE bytes_total counter
                bytes_total{chain_id="c",peer="a"} 12
                bytes_total{chain_id="c",peer="b"} 0.5

                """)
    }

    @Test("A histogram counts what is at most each bound, and everything")
    func histogram() {
        var histogram = Histogram(bounds: [0.1, 1, 10])
        for value in [0.05, 0.1, 0.2, 5, 50] { histogram.observe(value) }
        #expect(
            MetricsText([MetricFamily(.histogram, "h", "H.", [.init(.histogram(histogram))])]).text == """
                # HELP h H.
                # TYPE h histogram
                h_bucket{le="0.1"} 2
                h_bucket{le="1"} 3
                h_bucket{le="10"} 4
                h_bucket{le="+Inf"} 5
                h_sum 55.35
                h_count 5

                """)
    }

    @Test("What would end a label is escaped")
    func escaping() {
        let sample = MetricFamily.Sample(.number(1), [("moniker", "a\"b\\c\nd")])
        #expect(
            MetricsText([MetricFamily(.gauge, "g", "One\nline.", [sample])]).text
                == "# HELP g One\\nline.\n# TYPE g gauge\ng{moniker=\"a\\\"b\\\\c\\nd\"} 1\n")
    }

    @Test(
        "Numbers are written so that Prometheus reads them",
        arguments: [
            (1e21, "1e+21"), (-.infinity, "-Inf"), (.infinity, "+Inf"), (.nan, "NaN"), (0.000_05, "5e-05"), (-3, "-3"),
        ] as [(Double, String)])
    func numbers(_ value: Double, _ text: String) {
        let lines = MetricsText([MetricFamily(.gauge, "g", "G.", [.init(.number(value))])]).text.split(separator: "\n")
        #expect(lines.last == "g \(text)")
    }
}
