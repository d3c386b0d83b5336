import Foundation

/// Nodes of a chain that reach each other through a proxy which loses messages, where it stands between them.
final class LossyLinks {
    private let proxy: NodeProcess
    let nodes: [RunningNode]

    /// - Parameters:
    ///   - lossy: The nodes all of whose links go through the proxy.
    ///   - arguments: What the proxy is to do.
    init(_ chain: TestChain, lossy: Set<Int>, _ arguments: [String]) throws {
        let names = try (0..<chain.count).map { number in
            let shown = try NodeProcess.run(["show-node-id", "--home", chain.home(number)])
            guard shown.end == .exit(0), let name = shown.output.first else { throw TestError("\(shown)") }
            return name
        }
        // Each calls those before it, so that there is one connection between any two.
        let pairs = (0..<chain.count).flatMap { caller in (0..<caller).map { (caller: caller, answerer: $0) } }
        let behind = pairs.filter { !lossy.isDisjoint(with: [$0.caller, $0.answerer]) }
        let links = behind.flatMap { pair in
            [
                "--link",
                "0:\(chain.home(pair.caller)):\(chain.home(pair.answerer)):\(chain.port(pair.answerer))",
            ]
        }
        proxy = try NodeProcess(links + arguments, program: NodeProcess.path(of: "peer-proxy"))
        guard let line = proxy.output.line(with: "between") else { throw TestError("\(proxy.errors.all())") }
        let ports = line.split(separator: " ").compactMap { Int($0) }
        if ports.count != behind.count { throw TestError(line) }
        var peers = [[String]](repeating: [], count: chain.count)
        for pair in pairs {
            let place = behind.firstIndex { $0 == pair }
            let port = place.map { ports[$0] } ?? chain.port(pair.answerer)
            peers[pair.caller].append("\(names[pair.answerer])@127.0.0.1:\(port)")
        }
        let processes = try peers.enumerated().map { try chain.start($0.offset, calling: $0.element) }
        nodes = try processes.map { try RunningNode($0) }
    }

    /// Ends the proxy.
    ///
    /// - Returns: How many messages there were, how many of them were dropped, and how many late.
    func finish() throws -> (messages: Int, dropped: Int, late: Int) {
        guard proxy.stop(SIGTERM) == .exit(0) else { throw TestError("the proxy: \(proxy.errors.all())") }
        var sum = (messages: 0, dropped: 0, late: 0)
        for line in proxy.output.all() {
            guard let match = line.firstMatch(of: /: (\d+) messages, (\d+) dropped, (\d+) delayed/) else { continue }
            sum.messages += Int(match.1) ?? 0
            sum.dropped += Int(match.2) ?? 0
            sum.late += Int(match.3) ?? 0
        }
        return sum
    }
}
