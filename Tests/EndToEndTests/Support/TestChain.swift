import Foundation
import WideAreaNetwork

/// The homes of a chain with several nodes on this machine, removed with the value.
final class TestChain {
    let path: String
    let count: Int
    private let port: Int

    /// As `daon-node testnet --local` makes them.
    init(_ count: Int, _ flags: [String] = []) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "daon-chain-\(UUID().uuidString)").path
        self.count = count
        port = try FreePorts.first(of: count)
        let made = try NodeProcess.run(
            ["testnet", "--local", "--v", "\(count)", "--o", path, "--p2p-port", "\(port)", "--chain-id", "network"]
                + flags)
        if made.end != .exit(0) { throw TestError("testnet: \(made)") }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func home(_ number: Int) -> String { "\(path)/node\(number)" }

    /// Starts one of the nodes.
    func start(_ number: Int, _ flags: String...) throws -> RunningNode {
        try RunningNode(launch(number, flags))
    }

    /// Starts one of the nodes, in an environment of its own.
    func start(_ number: Int, environment: [String: String]) throws -> RunningNode {
        try RunningNode(launch(number, [], environment))
    }

    /// Starts one of the nodes, which calls these peers and no others.
    func start(_ number: Int, calling peers: [String]) throws -> NodeProcess {
        try launch(number, ["--p2p.persistent_peers", peers.joined(separator: ",")])
    }

    /// Where a node listens for peers.
    func port(_ number: Int) -> Int { port + 10 * number }

    /// Starts all of them.
    func start() throws -> [RunningNode] {
        let processes = try (0..<count).map { try launch($0, []) }
        return try processes.map { try RunningNode($0) }
    }

    private func launch(
        _ number: Int, _ flags: [String], _ environment: [String: String] = [:]
    ) throws -> NodeProcess {
        let settings = try String(contentsOfFile: "\(home(number))/config/config.toml", encoding: .utf8)
        guard let address = settings.firstMatch(of: /laddr = "(tcp:\/\/127\.0\.0\.1:\d+6)"/) else {
            throw TestError("no address in \(home(number))")
        }
        return try NodeProcess(
            ["start", "--home", home(number), "--p2p.laddr", String(address.1)] + flags,
            environment: environment)
    }
}

/// Ports on which nobody listens, below those that the system gives to callers.
enum FreePorts {
    /// The first of `count` pairs, ten apart, that ends with a 6.
    static func first(of count: Int) throws -> Int {
        for _ in 0..<100 {
            let first = 20006 + 10 * Int.random(in: 0..<1000)
            let ports = (0..<count).flatMap { [first + 10 * $0, first + 10 * $0 + 1] }
            if ports.allSatisfy(Loopback.isFree) { return first }
        }
        throw TestError("no free ports")
    }
}
