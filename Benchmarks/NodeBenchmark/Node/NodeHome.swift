import Foundation

/// The home folder of a node, new, with settings of its own.
struct NodeHome {
    let path: String

    /// - Parameter settings: What is to be changed in `config.toml`.
    init(_ program: Program, below folder: String, guardian: Guardian, settings: [NodeSetting]) throws {
        path = "\(folder)/\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let made = try ChildProcess(
            [program.path, "init", "--home", path], output: "\(path)/init.out", guardian: guardian)
        try made.finish(within: 20)
        try change(settings)
    }

    /// A home that is there already.
    init(at path: String, settings: [NodeSetting]) throws {
        self.path = path
        try change(settings)
    }

    /// Sets the most bytes of the chain's blocks, and of evidence in them, which may not be more.
    func limitBlocks(to bytes: Int) throws {
        let file = "\(path)/config/genesis.json"
        let text = try String(contentsOfFile: file, encoding: .utf8)
        var lines = text.components(separatedBy: "\n")
        for (index, line) in lines.enumerated() {
            guard let key = line.range(of: "\"max_bytes\": ") else { continue }
            lines[index] = "\(line[..<key.upperBound])\"\(bytes)\"\(line.hasSuffix(",") ? "," : "")"
        }
        if lines.joined(separator: "\n") == text { throw BenchmarkError("\(file) has no max_bytes") }
        try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
    }

    func remove() {
        try? FileManager.default.removeItem(atPath: path)  // the guardian removes what is left
    }

    /// Changes settings where they stand; one that does not stand there would have no effect.
    private func change(_ settings: [NodeSetting]) throws {
        let file = "\(path)/config/config.toml"
        var lines = try String(contentsOfFile: file, encoding: .utf8).components(separatedBy: "\n")
        var section = ""
        var missing = settings
        for (index, line) in lines.enumerated() {
            if line.hasPrefix("[") { section = String(line.dropFirst().prefix { $0 != "]" }) }
            let found = settings.first { $0.section == section && line.hasPrefix("\($0.key) = ") }
            guard let found else { continue }
            lines[index] = "\(found.key) = \(found.value)"
            missing.removeAll { $0 == found }
        }
        if let setting = missing.first { throw BenchmarkError("\(file) has no \(setting.key) in [\(setting.section)]") }
        try lines.joined(separator: "\n").write(toFile: file, atomically: true, encoding: .utf8)
    }
}

/// A line of `config.toml`.
struct NodeSetting: Hashable {
    let section: String
    let key: String
    /// As it is written.
    let value: String

    init(_ section: String, _ key: String, _ value: String) {
        self.section = section
        self.key = key
        self.value = value
    }
}

extension [NodeSetting] {
    /// Blocks follow one another without a pause.
    static let withoutPause = [
        NodeSetting("consensus", "timeout_commit", "\"0s\""),
        NodeSetting("consensus", "skip_timeout_commit", "true"),
    ]

    /// Blocks only when there is something to put into them.
    static let withoutEmptyBlocks = withoutPause + [NodeSetting("consensus", "create_empty_blocks", "false")]

    /// As many clients may wait for the blocks of their transactions as come: CometBFT has each of them subscribe.
    static let withManyWaiting =
        withoutPause + [
            NodeSetting("rpc", "max_subscription_clients", "10000"),
            NodeSetting("rpc", "max_subscriptions_per_client", "10000"),
        ]

    /// For throughput, and with CometBFT's pauses between looks for what peers lack as short as they can sensibly be.
    static let forNetworks =
        forThroughput + [
            NodeSetting("consensus", "peer_gossip_sleep_duration", "\"5ms\""),
            NodeSetting("p2p", "flush_throttle_timeout", "\"1ms\""),
            NodeSetting("p2p", "send_rate", "51200000"),
            NodeSetting("p2p", "recv_rate", "51200000"),
        ]

    /// Room for more transactions.
    static let withRoom =
        withoutPause + [NodeSetting("mempool", "size", "50000"), NodeSetting("mempool", "cache_size", "100000")]

    /// Room for more transactions, no second look at them, no index of what is in them.
    static let forThroughput =
        withRoom + [
            NodeSetting("mempool", "recheck", "false"),
            NodeSetting("tx_index", "indexer", "\"null\""),
        ]
}
