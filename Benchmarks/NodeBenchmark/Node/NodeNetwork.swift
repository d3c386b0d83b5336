import Foundation
import Wire

/// Validators on this machine that are a chain, and the home of a node that is none of them.
///
/// The homes are made by `daon-node testnet --local`; CometBFT's nodes start in them as well.
final class NodeNetwork {
    static let validatorCount = 4

    let nodes: [RunningNode]
    private let folder: String

    /// Starts the validators and waits for their first answers.
    ///
    /// - Parameter blockBytesMaximum: The chain's `block.max_bytes`; nil for the usual one.
    init(_ bench: Bench, settings: [NodeSetting], blockBytesMaximum: Int? = nil) throws {
        let guardian = bench.guardian
        folder = "\(guardian.folder)/\(UUID().uuidString)"
        let made = try ChildProcess(
            [
                bench.maker.path, "testnet", "--local", "--v", "\(NodeNetwork.validatorCount)", "--n", "1", "--o",
                folder,
                "--p2p-port", "\(bench.port)",
            ], output: "\(folder).out", guardian: guardian)
        try made.finish(within: 20)
        for index in 0...NodeNetwork.validatorCount {
            let home = try NodeHome(at: NodeNetwork.home(index, in: folder), settings: [])
            if let blockBytesMaximum { try home.limitBlocks(to: blockBytesMaximum) }
        }
        let folder = folder
        nodes = try (0..<NodeNetwork.validatorCount).map { index in
            let home = try NodeHome(at: NodeNetwork.home(index, in: folder), settings: settings)
            return try NodeNetwork.start(bench.program, home, index, bench)
        }
    }

    /// Starts the node that is no validator, and waits for its first answer.
    func startSpare(_ program: Program, settings: [NodeSetting], _ bench: Bench) throws -> RunningNode {
        let home = try NodeHome(at: NodeNetwork.home(NodeNetwork.validatorCount, in: folder), settings: settings)
        return try NodeNetwork.start(program, home, NodeNetwork.validatorCount, bench)
    }

    /// The chain's name, as its genesis has it.
    func chainID() throws -> ByteString {
        let text = try String(contentsOfFile: "\(NodeNetwork.home(0, in: folder))/config/genesis.json", encoding: .utf8)
        guard let match = text.firstMatch(of: /"chain_id": *"([^"]+)"/) else { throw BenchmarkError("no chain_id") }
        return ByteString(String(match.1))
    }

    /// Ends the validators and removes the homes.
    func stop() {
        for node in nodes { node.process.end(SIGTERM) }
        try? FileManager.default.removeItem(atPath: folder)  // the guardian removes what is left
    }

    deinit {
        stop()
    }

    private static func start(
        _ program: Program, _ home: NodeHome, _ index: Int, _ bench: Bench
    ) throws -> RunningNode {
        // `testnet --local`: ports ten apart, the RPC's above the peers'.
        try RunningNode(
            program, application: "kvstore", home: home, port: bench.port + UInt16(10 * index) + 1, flags: [],
            guardian: bench.guardian)
    }

    private static func home(_ index: Int, in folder: String) -> String { "\(folder)/node\(index)" }
}
