import Chain
import Foundation
import Testing

@Suite("A node that goes one height back", .blocking)
struct RollbackTests {
    private static let fast = ["--consensus.timeout_commit", "20ms", "--consensus.timeout_propose", "300ms"]

    private func start(_ home: TestHome) throws -> RunningNode {
        try RunningNode(
            NodeProcess(["start", "--home", home.path, "--rpc.laddr", "tcp://127.0.0.1:0"] + Self.fast))
    }

    /// What the chain says of its last block after a stop.
    private func last(_ node: RunningNode) throws -> (height: Int64, text: String) {
        let status = try node.rpc.call("status").sync_info
        return (try status.latest_block_height.decimal, try status.latest_block_hash.text)
    }

    @Test("A lone validator executes its last block again, and goes on; that block is never taken from it")
    func lone() throws {
        let home = try TestHome()
        let early = try home.run("rollback")
        #expect(early.end == .exit(1))
        #expect(early.errors.last?.contains("there is nothing to go back to") == true, "\(early)")
        var node = try start(home)
        for number in 0..<3 { try RegistryLoad.register("work \(number)", at: node.rpc, chainID: "end-to-end") }
        let inUse = try home.run("rollback")
        #expect(inUse.end == .exit(1) && inUse.errors.last?.contains("is in use by process") == true, "\(inUse)")
        #expect(node.process.stop(SIGTERM) == .exit(0))

        let hard = try home.run("rollback", "--hard")
        #expect(hard.end == .exit(1))
        #expect(hard.errors.last?.contains("it would never sign height") == true, "\(hard)")
        let again = try home.run("rollback")
        #expect(again.end == .exit(0), "\(again)")
        let line = try #require(again.output.first)
        let match = try #require(line.firstMatch(of: /Executed block (\d+) once more.*app hash ([0-9A-F]{64})/))
        let height = try #require(Int64(match.1))

        node = try start(home)
        try node.height(reaching: height + 2)
        #expect(
            try node.rpc.call("block", ["height": "\(height + 1)"]).block.header.app_hash.text == String(match.2))
        for number in 0..<3 { #expect(try RegistryLoad.height(of: "work \(number)", at: node.rpc) != nil) }
        let found = try node.rpc.call("tx_search", ["query": "tx.height>0", "page": "1", "per_page": "10"])
        #expect(try found.total_count.decimal == 3)
        #expect(node.process.stop(SIGTERM) == .exit(0))
    }

    @Test("One of four loses its last block, fetches it again, and signs nothing there a second time")
    func hard() throws {
        let chain = try TestChain(4, Self.fast)
        var nodes = try chain.start()
        for number in 0..<3 { try RegistryLoad.register("work \(number)", at: nodes[0].rpc, chainID: "network") }
        #expect(nodes[3].process.stop(SIGTERM) == .exit(0))
        let removed = try NodeProcess.run(["rollback", "--hard", "--home", chain.home(3)])
        #expect(removed.end == .exit(0), "\(removed)")
        let line = try #require(removed.output.first)
        let height = try #require(line.firstMatch(of: /Removed block (\d+)/).flatMap { Int64($0.1) })
        // The state before that one is not kept: it is said, and nothing is changed.
        let second = try NodeProcess.run(["rollback", "--hard", "--home", chain.home(3)])
        #expect(second.end == .exit(1))
        #expect(second.errors.last?.contains("After a rollback or a restored checkpoint") == true, "\(second)")

        nodes[3] = try chain.start(3)
        try nodes[3].height(reaching: height + 5)
        for number in max(1, height - 2)...height + 4 {
            let blocks = try [0, 3].map { try nodes[$0].rpc.call("block", ["height": "\(number)"]) }
            #expect(try blocks[0].block_id.hash.text == blocks[1].block_id.hash.text)
            #expect(!blocks[0].block.evidence.evidence[0].isThere)
            let results = try [0, 3].map { try nodes[$0].rpc.call("block_results", ["height": "\(number)"]) }
            #expect(try results[0].app_hash.text == results[1].app_hash.text)
        }
        for number in 0..<3 { #expect(try RegistryLoad.height(of: "work \(number)", at: nodes[3].rpc) != nil) }
        for node in nodes { node.process.send(SIGTERM) }
        for node in nodes { #expect(node.process.wait() == .exit(0)) }
    }
}
