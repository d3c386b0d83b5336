import Foundation
import Testing

@Suite("Validators that come and go", .blocking)
struct ValidatorTests {
    /// A home of the same chain, with a node of its own.
    private static func home(like first: TestHome) throws -> TestHome {
        let home = try TestHome()
        try home.write("config/genesis.json", first.text(of: "config/genesis.json"))
        return home
    }

    private func start(_ home: TestHome, port: Int, calling peer: String? = nil) throws -> RunningNode {
        let calls = peer.map { ["--p2p.persistent_peers", $0] } ?? []
        return try RunningNode(
            NodeProcess(
                [
                    "start", "--home", home.path, "--rpc.laddr", "tcp://127.0.0.1:0", "--consensus.timeout_commit",
                    "50ms", "--p2p.laddr", "tcp://127.0.0.1:\(port)", "--p2p.addr_book_strict=false",
                    "--p2p.allow_duplicate_ip=true",
                ] + calls))
    }

    private func address(_ node: RunningNode) -> String { "tcp://127.0.0.1:\(node.rpc.port)" }

    /// The lines of a command that must succeed.
    @discardableResult
    private func run(_ home: TestHome, _ node: RunningNode, _ arguments: String...) throws -> [String] {
        let finished = try NodeProcess.run(arguments + ["--home", home.path, "--node", address(node)])
        if finished.end != .exit(0) { throw TestError("\(arguments): \(finished)") }
        return finished.output
    }

    private func validators(_ node: RunningNode) throws -> Int64 {
        try node.rpc.call("validators").total.decimal
    }

    @Test("A second node joins a chain of one, both sign, its key is changed, and it leaves")
    func life() throws {
        let first = try TestHome()
        let second = try Self.home(like: first)
        let port = try FreePorts.first(of: 1)
        let peer = try first.run("show-node-id").output[0] + "@127.0.0.1:\(port)"
        let one = try start(first, port: port)
        try one.height(reaching: 3)
        var two = try start(second, port: port + 1, calling: peer)

        // Nobody can join without the others.
        let join = try NodeProcess(["validator", "join", "--home", second.path, "--node", address(two)])
        let told = try #require(join.errors.line(with: "daon-node validator admit "))
        let account = try #require(told.split(separator: " ").last.map(String.init))
        let early = try NodeProcess.run(
            ["validator", "admit", account, "--home", second.path, "--node", address(one)])
        #expect(early.end != .exit(0))
        let admitted = try run(first, one, "validator", "admit", account)
        #expect(admitted.contains("status: passed"), "\(admitted)")
        #expect(join.wait() == .exit(0), "\(join.errors.all())")
        #expect(join.output.all().contains("status: validator"))
        #expect(try validators(one) == 2)
        let listed = try run(first, one, "validator", "list")
        #expect(listed.filter { $0 == "status: signs" }.count == 2, "\(listed)")
        // Once it is one, it is said at once.
        #expect(try run(second, two, "validator", "join").contains("status: validator"))

        let proposed = try run(first, one, "vote", "propose", "--parameter", "unordered_ttl=300s")
        #expect(proposed.contains("status: open") && proposed.contains("yes_validators: 1 of 2"), "\(proposed)")
        let cast = try run(second, two, "vote", "cast", "2", "yes")
        #expect(cast.contains("status: passed"), "\(cast)")
        #expect(try run(first, one, "vote", "list") == ["No proposals."])
        #expect(try run(first, one, "query", "registry", "params").contains("params_version: 2"))

        // The other node answers while this one is started anew.
        let rotation = try NodeProcess(["validator", "rotate-key", "--home", second.path, "--node", address(one)])
        _ = try #require(rotation.errors.line(with: "Restart the node now"))
        #expect(two.process.stop(SIGTERM) == .exit(0))
        two = try start(second, port: port + 1, calling: peer)
        #expect(rotation.wait() == .exit(0), "\(rotation.errors.all())")
        #expect(rotation.output.all().contains("status: rotated"))

        let left = try run(second, one, "validator", "leave")
        #expect(left.contains("status: left"), "\(left)")
        #expect(two.process.stop(SIGTERM) == .exit(0))
        let height = try one.height
        try one.height(reaching: height + 3)
        #expect(try validators(one) == 1)
        let last = try NodeProcess.run(["validator", "leave", "--home", first.path, "--node", address(one)])
        #expect(last.errors.contains { $0.contains("the last validator") }, "\(last)")
        #expect(one.process.stop(SIGTERM) == .exit(0))
    }
}
