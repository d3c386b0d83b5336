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
        var links: [String] = [], peers: [[String]] = [], port = try FreePorts.first(of: chain.count * chain.count)
        for caller in 0..<chain.count {
            peers.append([])
            for answerer in 0..<caller {
                var called = chain.port(answerer)
                if !lossy.isDisjoint(with: [caller, answerer]) {
                    links += ["--link", "\(port):\(chain.home(caller)):\(chain.home(answerer)):\(called)"]
                    called = port
                    port += 10
                }
                peers[caller].append("\(names[answerer])@127.0.0.1:\(called)")
            }
        }
        proxy = try NodeProcess(links + arguments, program: NodeProcess.path(of: "peer-proxy"))
        guard proxy.output.line(with: "between") != nil else { throw TestError("\(proxy.errors.all())") }
        let processes = try peers.enumerated().map { try chain.start($0.offset, calling: $0.element) }
        nodes = try processes.map(RunningNode.init)
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
