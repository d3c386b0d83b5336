import ArgumentParser

/// What can be measured, by its name on the command line.
enum Measurement: String, CaseIterable, ExpressibleByArgument {
    case start
    case idle
    case empty
    case status
    case lookups
    case latency
    case commit
    case small
    case large
    case tunedSmall = "tuned-small"
    case tunedLarge = "tuned-large"
    case syncs
    case registrations
    case million
    case network
    case networkTuned = "network-tuned"
    case blockSync = "block-sync"
    case flood
    case strangers

    /// What CometBFT can be compared in with one node; the registry and networks are only measured by name.
    static let usual = allCases.filter { measurement in
        ![.registrations, .million, .network, .networkTuned, .blockSync, .flood, .strangers].contains(measurement)
    }

    /// The numbers of one run, in the order of the table.
    func take(_ bench: Bench) throws -> [(figure: Figure, value: Double)] {
        switch self {
        case .start: try bench.start()
        case .idle: try bench.idle()
        case .empty: try bench.emptyBlocks()
        case .status: try bench.status()
        case .lookups: try bench.lookups()
        case .latency: try bench.latencyOfBlocks(rate: 3_000)
        case .commit: try bench.latencyOfAnswers(rate: 3_000)
        case .small: try bench.throughput(transactionBytes: 250, isTuned: false)
        case .large: try bench.throughput(transactionBytes: 1_024, isTuned: false)
        case .tunedSmall: try bench.throughput(transactionBytes: 250, isTuned: true)
        case .tunedLarge: try bench.throughput(transactionBytes: 1_024, isTuned: true)
        case .syncs: try bench.syncs()
        case .registrations: try bench.registrations()
        case .million: try bench.registrations(beside: 1_000_000)
        case .network: try bench.network(isTuned: false)
        case .networkTuned: try bench.network(isTuned: true)
        case .blockSync: try bench.blockSync()
        case .flood: try bench.flood()
        case .strangers: try bench.strangers()
        }
    }
}

/// A program on the bench, for one measurement at a time.
struct Bench {
    let program: Program
    /// Makes the homes of networks (`testnet --local`).
    let maker: Program
    let guardian: Guardian
    /// The first port of networks.
    let port: UInt16
    /// How long a measurement lasts.
    let nanoseconds: Int64
    /// Single registrations of a block, at most; nil for as many as the usual size takes.
    var blockRegistrations: Int?
    /// Where a home with many records is kept between runs; nil when each run makes its own.
    var kept: KeptHome?

    /// Starts a node with a new home, for as long as the body takes.
    func withNode<Result>(
        _ settings: [NodeSetting], application: String = "kvstore", _ body: (RunningNode) throws -> Result
    ) throws -> Result {
        let node = try RunningNode(program, application: application, settings: settings, guardian: guardian)
        defer { node.stop() }
        return try body(node)
    }
}
