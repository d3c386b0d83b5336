import Foundation
import Testing

@Suite("Nodes that find each other", .blocking)
struct DiscoveryTests {
    private static let fast = [
        "--proxy_app", "kvstore", "--consensus.timeout_commit", "20ms", "--consensus.timeout_propose", "300ms",
    ]

    private func id(_ home: String) throws -> String {
        let shown = try NodeProcess.run(["show-node-id", "--home", home])
        guard shown.end == .exit(0), let id = shown.output.first else { throw TestError("\(shown)") }
        return id
    }

    private func peers(_ node: RunningNode) throws -> Set<String> {
        let network = try node.rpc.call("net_info")
        let count = Int(try network.n_peers.decimal)
        return Set(try (0..<count).map { try network.peers[$0].node_info.id.text })
    }

    @Test("Who knows nobody but a seed finds the others, and decides blocks with them; all is kept in the address book")
    func seed() throws {
        let chain = try TestChain(4, Self.fast)
        let ids = try (0..<4).map { try id(chain.home($0)) }
        let seed = try chain.start(0, "--p2p.persistent_peers", "", "--p2p.seed_mode=true")
        let location = "\(ids[0])@127.0.0.1:\(chain.port(0))"
        var nodes: [RunningNode] = []
        for number in 1...3 {
            nodes.append(try chain.start(number, "--p2p.persistent_peers", "", "--p2p.seeds", location))
            // The seed has told what it knows, and hung up.
            let line = nodes.last?.process.output.line(with: "peer disconnected")
            #expect(line?.contains(ids[0]) == true)
        }
        for (place, node) in nodes.enumerated() {
            let others = Set(ids[1...3]).subtracting([ids[place + 1]])
            _ = try eventually("peers of node \(place + 1)") {
                try peers(node).isSuperset(of: others) ? true : nil
            }
            try node.height(reaching: 3)
        }
        for node in nodes + [seed] { #expect(node.process.stop(SIGTERM) == .exit(0)) }
        let book = try String(contentsOfFile: "\(chain.home(0))/config/addrbook.json", encoding: .utf8)
        #expect(ids[1...3].allSatisfy { book.contains($0) } && !book.contains(ids[0]))
        // The book is enough to find them again, without the seed.
        let again = try [1, 2, 3].map { try chain.start($0, "--p2p.persistent_peers", "") }
        for node in again { try node.height(reaching: 6) }
    }

    @Test("A node's persistent peers and log level are read again on SIGHUP, and dial_peers is there only when unsafe")
    func reload() throws {
        let chain = try TestChain(4, Self.fast)
        let ids = try (0..<3).map { try id(chain.home($0)) }
        let alone = try chain.start(0, "--p2p.persistent_peers", "", "--rpc.unsafe=true")
        let other = try chain.start(1, "--p2p.persistent_peers", "")
        let third = try chain.start(2, "--p2p.persistent_peers", "")
        let file = "\(chain.home(0))/config/persistent_peers"
        try "# those of the second site\n \(ids[1])@127.0.0.1:\(chain.port(1)) # home\n"
            .write(toFile: file, atomically: true, encoding: .utf8)
        let settings = "\(chain.home(0))/config/config.toml"
        let text = try String(contentsOfFile: settings, encoding: .utf8)
        try text.replacing(#"log_level = "info""#, with: #"log_level = "debug""#)
            .write(toFile: settings, atomically: true, encoding: .utf8)
        alone.process.send(SIGHUP)
        #expect(alone.process.output.line(with: "read again")?.contains("persistent_peers=1") == true)
        _ = try eventually("the peer of the file") { try peers(alone) == [ids[1]] ? true : nil }

        // What is wrong changes nothing.
        try "nonsense\n".write(toFile: file, atomically: true, encoding: .utf8)
        alone.process.send(SIGHUP)
        #expect(alone.process.output.line(with: "nothing was changed")?.contains("persistent_peers") == true)
        #expect(try peers(alone) == [ids[1]])

        let location = "\(ids[2])@127.0.0.1:\(chain.port(2))"
        #expect(throws: TestError.self) { try other.rpc.call("dial_peers", ["peers": [location]]) }
        let answer = try alone.rpc.call("dial_peers", ["peers": [location], "persistent": true])
        #expect(try answer.log.text == "Dialing peers in progress. See /net_info for details")
        _ = try eventually("the peer that was dialled") { try peers(alone) == [ids[1], ids[2]] ? true : nil }
        // Three of four decide, and each step is a line for who wants them all.
        #expect(alone.process.output.line(with: "DBG step") != nil)
        #expect(throws: TestError.self) { try alone.rpc.call("dial_peers", ["peers": ["nonsense"]]) }
        #expect(throws: TestError.self) { try alone.rpc.call("dial_seeds", ["seeds": [String]()]) }
        for node in [alone, other, third] { #expect(node.process.stop(SIGTERM) == .exit(0)) }
    }
}
