/// Where a datacenter of the test bed is.
package enum Site: String, Hashable, Sendable, CaseIterable {
    case virginia
    case frankfurt
    case tokyo
    /// The place of the witness.
    case oregon

    /// Milliseconds that a packet takes from one site to another, the same in both directions: what CometBFT's own
    /// emulator of latencies takes for these regions (test/e2e/pkg/files/aws-latencies.csv).
    ///
    /// That list has no way from Oregon to Virginia; the two are about as far apart as Virginia and Ireland, 33.
    package static func delayMilliseconds(_ one: Site, _ other: Site) -> Int {
        switch (one, other) {
        case (.virginia, .frankfurt), (.frankfurt, .virginia): 44
        case (.virginia, .tokyo), (.tokyo, .virginia): 73
        case (.frankfurt, .tokyo), (.tokyo, .frankfurt): 111
        case (.oregon, .tokyo), (.tokyo, .oregon): 49
        case (.oregon, .frankfurt), (.frankfurt, .oregon): 68
        case (.oregon, .virginia), (.virginia, .oregon): 33
        default: 0
        }
    }
}
