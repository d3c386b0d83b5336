import Foundation
import Testing

/// A chain that takes a new version of the registry's messages by vote, with the nodes and commands as they ship.
@Suite("A vote for new messages", .blocking)
struct VersionVoteTests {
    private func address(_ node: RunningNode) -> String { "tcp://127.0.0.1:\(node.rpc.port)" }

    private func command(
        _ arguments: [String], _ chain: TestChain, by number: Int = 0, _ node: RunningNode
    ) throws -> NodeProcess.Finished {
        try NodeProcess.run(arguments + ["--home", chain.home(number), "--node", address(node)])
    }

    /// Writes which version the genesis says into all homes.
    private func begin(_ chain: TestChain, with version: Int) throws {
        for number in 0..<chain.count {
            let path = "\(chain.home(number))/config/genesis.json"
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let changed = text.replacing(/"registry_version": *"\d+"/, with: "\"registry_version\": \"\(version)\"")
            if changed == text { throw TestError("no registry_version in \(path)") }
            try changed.write(toFile: path, atomically: true, encoding: .utf8)
        }
    }

    /// The first operator proposes, the others vote until it has passed.
    private func vote(for version: Int, as number: Int, _ chain: TestChain, _ nodes: [RunningNode]) throws {
        let proposed = try command(["vote", "propose", "--registry-version", "\(version)"], chain, nodes[0])
        #expect(proposed.output.contains("status: open"), "\(proposed)")
        for voter in 1...2 {
            let cast = try command(["vote", "cast", "\(number)", "yes"], chain, by: voter, nodes[voter])
            #expect(cast.output.contains(voter == 2 ? "status: passed" : "status: open"), "\(cast)")
        }
    }

    private func version(_ chain: TestChain, _ node: RunningNode) throws -> String? {
        try command(["query", "registry", "params"], chain, node).output.first { $0.hasPrefix("registry_version: ") }
    }

    /// What every node has at a height, once all have reached it.
    private func expectOneChain(_ nodes: [RunningNode]) throws {
        let height = try nodes.map { try $0.height }.max() ?? 0
        for node in nodes { try node.height(reaching: height + 1) }
        let hashes = try nodes.map { try $0.rpc.call("block", ["height": "\(height)"]).block.header.app_hash.text }
        #expect(Set(hashes).count == 1, "\(hashes)")
    }

    @Test("A key cannot be revoked on a chain of version 2, and can on all nodes once version 3 is voted for")
    func revocation() throws {
        let chain = try TestChain(4, ["--consensus.timeout_commit", "100ms"])
        try begin(chain, with: 2)
        let nodes = try chain.start()
        for node in nodes { try node.height(reaching: 2) }
        #expect(try version(chain, nodes[0]) == "registry_version: 2")
        let revoke = ["tx", "registry", "revoke-key", "k1", "--from", "validator"]
        for node in nodes {
            let refused = try command(revoke, chain, node)
            #expect(refused.end != .exit(0))
            #expect(
                refused.errors.contains {
                    $0.contains("version 2") && $0.contains("the validators vote for version 3")
                },
                "\(refused)")
        }
        // With gas given it is not simulated: it gets into a block, and does nothing there.
        let executed = try command(revoke + ["--gas", "100000"], chain, nodes[1])
        #expect(executed.end != .exit(0) && executed.errors.contains { $0.contains("(sdk 6)") }, "\(executed)")

        try vote(for: 3, as: 1, chain, nodes)
        let done = try command(revoke, chain, nodes[3])
        #expect(done.end == .exit(0) && done.output.contains("status: committed"), "\(done)")
        let account = try #require(
            done.output.first { $0.hasPrefix("account: ") }?.split(separator: " ").last.map(String.init))
        try expectOneChain(nodes)
        for node in nodes {
            #expect(try version(chain, node) == "registry_version: 3")
            let listed = try command(["query", "registry", "revoked", account], chain, node)
            #expect(listed.output.contains("key_id: k1"), "\(listed)")
            #expect(
                try command(["query", "registry", "revoked", account, "--key-id", "k1"], chain, node).end == .exit(0))
            #expect(
                try command(["query", "registry", "revoked", account, "--key-id", "k2"], chain, node).end == .exit(1))
        }
        let again = try command(revoke, chain, nodes[2])
        #expect(again.end == .exit(0), "\(again)")
        let long = try command(
            ["tx", "registry", "revoke-key", String(repeating: "x", count: 65), "--from", "validator"], chain, nodes[0])
        #expect(long.end != .exit(0) && long.errors.contains { $0.contains("65 bytes, expected 1 to 64") }, "\(long)")
        for node in nodes { #expect(node.process.stop(SIGTERM) == .exit(0)) }
    }

    @Test("New fields are unknown on a chain of version 1, and known on all nodes once version 2 is voted for")
    func newFields() throws {
        let chain = try TestChain(4, ["--consensus.timeout_commit", "100ms"])
        try begin(chain, with: 1)
        let nodes = try chain.start()
        for node in nodes { try node.height(reaching: 2) }
        let hash = "sha256:" + String(repeating: "ab", count: 32)
        let register = [
            "tx", "registry", "register", hash, "--license", "cc_by", "--ai-policy", "prohibited", "--from",
            "validator",
        ]
        for node in nodes {
            let refused = try command(register, chain, node)
            #expect(refused.end != .exit(0))
            #expect(
                refused.errors.contains {
                    $0.contains("comes with version 2 of the registry's messages") && $0.contains("(sdk 2)")
                }, "\(refused)")
            // CheckTx refuses it too.
            let given = try command(register + ["--gas", "100000"], chain, node)
            #expect(given.errors.contains { $0.contains("comes with version 2") }, "\(given)")
        }
        try vote(for: 2, as: 1, chain, nodes)
        let done = try command(register, chain, nodes[3])
        #expect(done.end == .exit(0) && done.output.contains("status: committed"), "\(done)")
        try expectOneChain(nodes)
        for node in nodes {
            let shown = try command(["query", "registry", "verify", hash], chain, node)
            #expect(shown.end == .exit(0), "\(shown)")
        }
        for node in nodes { #expect(node.process.stop(SIGTERM) == .exit(0)) }
    }
}
