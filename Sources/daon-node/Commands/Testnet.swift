import ArgumentParser
import Chain
import Files
import Foundation
import NodeRuntime
import NodeSettings
import Signer
import Transactions
import Wire

/// Makes the homes of a new chain with several nodes (CometBFT `testnet`).
struct Testnet: NodeCommand {
    static let configuration = CommandConfiguration(
        commandName: "testnet", abstract: "Make homes for the nodes of a new chain.",
        discussion: """
            Settings given as flags go into the config.toml of every home. With --local all nodes run on this machine, \
            each on ports of its own.
            """)

    @Option(name: .customLong("v"), help: "How many validators.")
    var validatorCount = 4

    @Option(name: .customLong("n"), help: "How many nodes that are no validators.")
    var otherCount = 0

    @Option(name: .customLong("o"), help: "The folder for the homes.")
    var folder = "./mytestnet"

    @Option(name: .customLong("node-dir-prefix"), help: "What the homes' names begin with.")
    var folderPrefix = "node"

    @Flag(
        name: .customLong("populate-persistent-peers"), inversion: .prefixedNo,
        help: "Have every node call all the others.")
    var knowsPeers = true

    @Option(name: .customLong("hostname-prefix"), help: "What the names of the nodes' machines begin with.")
    var hostPrefix = "node"

    @Option(name: .customLong("hostname-suffix"), help: "What the names of the nodes' machines end with.")
    var hostSuffix = ""

    @Option(name: .customLong("hostname"), help: "The machine of one node; once for each node.")
    var hosts: [String] = []

    @Option(name: .customLong("starting-ip-address"), help: "The first node's IPv4 address; the others' follow it.")
    var firstAddress: String?

    @Option(name: .customLong("p2p-port"), help: "The port for peers; with --local that of the first node.")
    var port = 26656

    @Option(name: .customLong("chain-id"), help: "The chain's name (or CHAIN_ID); made up when it is not given.")
    var chainID: String?

    @Option(name: .customLong("initial-height"), help: "The height of the first block.")
    var initialHeight: Int64 = 1

    @Option(
        name: .customLong("fault-model"),
        help: "`byzantine`: more than two thirds decide. `crash`: two thirds do, and no validator may lie.")
    var faultModel = "byzantine"

    @Flag(help: "All nodes run on this machine: on 127.0.0.1, with ports ten apart, the RPC's above the peers'.")
    var local = false

    @Option(name: .long, help: .hidden)
    var home: String?

    func run(with flags: CommandLineSettings) async throws {
        guard let model = FaultModel(rawValue: faultModel) else {
            throw CommandError(description: "--fault-model \(faultModel): choose byzantine or crash")
        }
        let draft = TestnetDraft(
            homes: try homes(), addresses: try addresses(), callsPeers: knowsPeers, isLocal: local,
            usual: try NodeConfiguration.read(
                nil, environment: ProcessInfo.processInfo.environment, flags: flags
            ).configuration)
        var parameters = ConsensusParameters()
        parameters.faultModel = model
        let genesis = try draft.genesis(
            chainID: chainID ?? ProcessInfo.processInfo.environment["CHAIN_ID"], parameters,
            initialHeight: Height(initialHeight), validatorCount: validatorCount)
        try draft.write(genesis)
        Terminal.say("Made \(draft.homes.count) homes in \(folder): chain \(genesis.chainID).")
        Terminal.say("Next, for each: daon-node start --home \(draft.homes[0].path)")
    }

    private func homes() throws -> [HomeDirectory] {
        guard (1...1000).contains(validatorCount), (0...1000).contains(otherCount) else {
            throw CommandError(description: "--v must be 1 to 1000, --n 0 to 1000")
        }
        return try (0..<validatorCount + otherCount).map { number in
            let path = Path.inside(folder, "\(folderPrefix)\(number)")
            if try Folder.entry(at: path) != .absent {
                throw CommandError(
                    description: "\(path) is there already: choose another folder with --o, or remove it")
            }
            return HomeDirectory(path)
        }
    }

    /// Where peers reach the nodes: host and port.
    private func addresses() throws -> [(host: String, port: Int)] {
        let count = validatorCount + otherCount
        let last = local ? port + 10 * (count - 1) + 1 : port
        guard port > 0 && last <= 65535 else {
            throw CommandError(description: "--p2p-port \(port): the ports up to \(last) are needed")
        }
        if local { return (0..<count).map { ("127.0.0.1", port + 10 * $0) } }
        if !hosts.isEmpty {
            if hosts.count != count {
                throw CommandError(description: "--hostname: \(count) are needed, one for each node")
            }
            return hosts.map { ($0, port) }
        }
        guard let firstAddress else { return (0..<count).map { ("\(hostPrefix)\($0)\(hostSuffix)", port) } }
        let parts = firstAddress.split(separator: ".", omittingEmptySubsequences: false).compactMap { UInt8($0) }
        guard parts.count == 4, Int(parts[3]) + count - 1 <= 255 else {
            throw CommandError(
                description:
                    "--starting-ip-address \(firstAddress): expected an IPv4 address with \(count - 1) behind it")
        }
        return (0..<count).map { ("\(parts[0]).\(parts[1]).\(parts[2]).\(Int(parts[3]) + $0)", port) }
    }
}
