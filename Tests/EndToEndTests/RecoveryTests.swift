import Foundation
import Testing

@Suite("A whole network that is down", .blocking)
struct RecoveryTests {
    private static let fast = [
        "--proxy_app", "kvstore", "--consensus.timeout_commit", "20ms", "--consensus.timeout_propose", "300ms",
    ]

    private func wait(_ node: RunningNode, _ flags: String...) throws -> NodeProcess.Finished {
        try NodeProcess.run(["wait", "--node", "tcp://127.0.0.1:\(node.rpc.port)"] + flags)
    }

    @Test("All are killed under load and started in the reverse order: what was answered is there, and it goes on")
    func everyone() throws {
        let chain = try TestChain(4, Self.fast)
        var nodes = try chain.start()
        #expect(try wait(nodes[0], "--quorum", "--synced", "--height", "2", "--timeout", "60").end == .exit(0))
        let loads = [0, 3].map { Load(nodes[$0].rpc, clients: 2, prefix: "node\($0)") }
        for load in loads { try load.waitForAnswers(10) }
        for node in nodes { node.process.send(SIGKILL) }
        for node in nodes { #expect(node.process.wait() == .signal(SIGKILL)) }
        let answered = loads.flatMap { $0.finish() }

        nodes = [try chain.start(3)]
        let alone = try wait(nodes[0], "--quorum", "--timeout", "1")
        #expect(alone.end == .exit(1))
        #expect(alone.errors.last?.contains("not within 1 s: the node is at height") == true, "\(alone.errors)")
        #expect(alone.errors.last?.contains("too few validators are there") == true, "\(alone.errors)")
        for number in [2, 1, 0] { nodes.append(try chain.start(number)) }
        for node in nodes {
            let waited = try wait(node, "--quorum", "--synced", "--timeout", "60", "--output", "json")
            #expect(waited.end == .exit(0), "\(waited)")
        }
        let height = try nodes.map { try $0.height }.max() ?? 0
        #expect(try wait(nodes[0], "--height", "\(height + 3)", "--timeout", "60").end == .exit(0))
        for node in nodes {
            for transaction in answered {
                #expect(try node.rpc.value(of: transaction.key) == transaction.value, "\(transaction)")
            }
        }
        for node in nodes { node.process.send(SIGTERM) }
        for node in nodes { #expect(node.process.wait() == .exit(0)) }
    }

    @Test("Without a node `wait` says so when the time is up, and without a condition what there is")
    func refusals() throws {
        let port = try FreePorts.first(of: 1)
        let nobody = try NodeProcess.run(["wait", "--synced", "--timeout", "1", "--node", "tcp://127.0.0.1:\(port)"])
        #expect(nobody.end == .exit(1))
        #expect(nobody.errors.last?.contains("not within 1 s: no node answers at") == true, "\(nobody.errors)")
        let none = try NodeProcess.run(["wait"])
        #expect(none.end == .exit(64) && none.errors.joined().contains("--synced, --quorum, --height H"))
        #expect(try NodeProcess.run(["wait", "--height", "0"]).end == .exit(64))
    }
}
