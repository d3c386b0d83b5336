import Foundation
import Testing

@Suite("Nodes that join", .blocking)
struct JoiningTests {
    /// A chain of one validator that listens for peers.
    private struct First {
        let home: TestHome
        let node: RunningNode
        let id: String
        let port: Int

        init() throws {
            home = try TestHome()
            // All are on this machine.
            node = try home.start("--p2p.allow_duplicate_ip=true")
            let line = node.process.output.line(with: "listening for peers")
            guard let port = line?.firstMatch(of: /127\.0\.0\.1:(\d+)/).flatMap({ Int($0.1) }) else {
                throw TestError("it does not listen: \(line ?? "nothing")")
            }
            self.port = port
            id = try node.rpc.call("status").node_info.id.text
        }

        var location: String { "\(id)@127.0.0.1:\(port)" }
    }

    private func start(_ home: TestHome, _ environment: [String: String]) throws -> NodeProcess {
        let usual = ["DAON_PROXY_APP": "kvstore", "DAON_RPC_LADDR": "tcp://127.0.0.1:0"]
        return try NodeProcess(
            ["start", "--home", home.path], environment: usual.merging(environment) { _, new in new })
    }

    private func hasGenesis(_ home: TestHome) -> Bool {
        FileManager.default.fileExists(atPath: home.path(of: "config/genesis.json"))
    }

    private func expectCaughtUp(_ node: RunningNode, with first: RunningNode) throws {
        let height = try first.height
        #expect(height > 5)
        _ = try eventually("a node that has caught up") {
            try node.rpc.call("status").sync_info.catching_up.truth ? nil : true
        }
        try node.height(reaching: height)
        for wanted in [1, height] {
            let blocks = try [first, node].map {
                try $0.rpc.call("block", ["height": "\(wanted)"]).block_id.hash.text
            }
            #expect(blocks[0] == blocks[1])
        }
    }

    @Test("PERSISTENT_PEERS is all that it takes, also into a folder that is there; a second start needs not even that")
    func oneLine() throws {
        let first = try First()
        try first.node.rpc.commit("before=joining")
        try first.node.height(reaching: 6)
        let home = TestHome(notMade: ())
        try FileManager.default.createDirectory(atPath: home.path, withIntermediateDirectories: true)
        var node = try RunningNode(start(home, ["PERSISTENT_PEERS": first.location]))
        try expectCaughtUp(node, with: first.node)
        #expect(try node.rpc.value(of: "before") == "joining")
        let geneses = try [first.node, node].map { try $0.rpc.text("genesis") }
        #expect(geneses[0] == geneses[1])
        #expect(try home.text(of: "config/persistent_peers").contains("\n\(first.location)\n"))
        #expect(node.process.output.line(with: "node_id: ") != nil)
        #expect(node.process.stop(SIGTERM) == .exit(0))
        node = try RunningNode(start(home, [:]))
        try expectCaughtUp(node, with: first.node)
    }

    @Test("With CHAIN_ID it joins that chain and no other, and says which it met")
    func chainID() throws {
        let first = try First()
        try first.node.height(reaching: 6)
        let home = TestHome(notMade: ()), other = TestHome(notMade: ())
        let node = try RunningNode(start(home, ["PERSISTENT_PEERS": first.location, "CHAIN_ID": "end-to-end"]))
        try expectCaughtUp(node, with: first.node)
        let refused = try start(other, ["PERSISTENT_PEERS": first.location, "CHAIN_ID": "another"])
        #expect(refused.wait() == .exit(1))
        let error = refused.errors.all().joined()
        #expect(error.contains("end-to-end") && error.contains("another") && error.contains("correct CHAIN_ID"))
        #expect(!hasGenesis(other))
        // The home that has a genesis is no other chain's either.
        #expect(node.process.stop(SIGTERM) == .exit(0))
        let again = try start(home, ["CHAIN_ID": "another"])
        #expect(again.wait() == .exit(1))
        #expect(again.errors.all().joined().contains("is of the chain end-to-end, not of another"))
    }

    @Test(
        "A wrong id and an address where nobody is: it waits, says why, makes no genesis, and goes on once it is right")
    func waiting() throws {
        let first = try First()
        let wrong = String(repeating: "0", count: 40) + "@127.0.0.1:\(first.port)"
        let home = TestHome(notMade: ())
        var process = try start(home, ["PERSISTENT_PEERS": wrong])
        let line = process.output.line(with: "no genesis yet: peer \(wrong)")
        #expect(line?.contains("the node at this address is \(first.id)") == true)
        #expect(line?.contains("correct the id or the address in PERSISTENT_PEERS") == true)
        #expect(process.stop(SIGTERM) == .exit(0))
        #expect(process.errors.all() == [])
        #expect(!hasGenesis(home))

        // A port on which nobody is, as this socket is bound and does not listen.
        let silent = TestHome(notMade: ())
        let unused = try UnusedPort()
        process = try start(silent, ["PERSISTENT_PEERS": "\(first.id)@127.0.0.1:\(unused.number)"])
        #expect(process.output.line(with: "does not answer: Connection refused") != nil)
        #expect(process.stop(SIGTERM) == .exit(0))
        #expect(!hasGenesis(silent))
        // The same home, with the right address for that id.
        let node = try RunningNode(start(silent, ["PERSISTENT_PEERS": first.location]))
        #expect(node.process.output.line(with: "PERSISTENT_PEERS: new in config/persistent_peers") != nil)
        try node.height(reaching: 1)
    }

    @Test("Peers that do not agree on the genesis give none; nodes that have different ones part, and name both")
    func twoGeneses() throws {
        let first = try First(), second = try First()
        let home = TestHome(notMade: ())
        let process = try start(home, ["PERSISTENT_PEERS": "\(first.location),\(second.location)"])
        #expect(process.wait() == .exit(1))
        let hashes = try [first, second].map { first in
            let line = try #require(first.node.process.output.line(with: "genesis_hash="))
            return String(try #require(line.firstMatch(of: /genesis_hash=([0-9A-F]{64})/)).1)
        }
        let error = process.errors.all().joined()
        #expect(hashes.allSatisfy { error.contains($0) } && hashes[0] != hashes[1])
        #expect(error.contains("No genesis was made") && !hasGenesis(home))

        #expect(second.node.process.stop(SIGTERM) == .exit(0))
        let again = try second.home.start("--p2p.persistent_peers", first.location)
        let line = again.process.output.line(with: "began otherwise")
        #expect(hashes.allSatisfy { line?.contains($0) == true })
        #expect(first.node.process.output.line(with: "began otherwise") != nil)
    }

    @Test("A genesis comes from an address, too, if it has the hash that was given, and from nowhere else")
    func address() throws {
        let first = try First()
        try first.node.height(reaching: 6)
        let line = try #require(first.node.process.output.line(with: "genesis_hash="))
        let hash = String(try #require(line.firstMatch(of: /genesis_hash=([0-9A-F]{64})/)).1)
        let url = "http://127.0.0.1:\(first.node.rpc.port)/genesis"
        let home = TestHome(notMade: ())
        func run(_ flags: [String]) throws -> NodeProcess {
            try NodeProcess(
                ["start", "--home", home.path, "--proxy_app", "kvstore", "--rpc.laddr", "tcp://127.0.0.1:0"] + flags)
        }
        let without = try run(["--genesis-url", url])
        #expect(without.wait() == .exit(1) && without.errors.all().joined().contains("needs --genesis-hash"))
        let false64 = String(repeating: "ab", count: 32)
        let wrong = try run(["--genesis-url", url, "--genesis-hash", false64])
        #expect(wrong.wait() == .exit(1) && wrong.errors.all().joined().contains("not the genesis that was asked for"))
        #expect(!hasGenesis(home))
        let node = try RunningNode(
            run(["--genesis-url", url, "--genesis-hash", hash, "--p2p.persistent_peers", first.location]))
        try expectCaughtUp(node, with: first.node)
    }

    @Test("init makes no chain where peers are named")
    func initialization() throws {
        let home = TestHome(notMade: ())
        let peer = String(repeating: "ab", count: 20) + "@127.0.0.1:1"
        let made = try NodeProcess.run(
            ["init", "--home", home.path], environment: ["PERSISTENT_PEERS": peer])
        #expect(made.end == .exit(0) && made.output.joined().contains("the genesis comes from them"))
        #expect(!hasGenesis(home))
        let bad = TestHome(notMade: ())
        let refused = try NodeProcess.run(["start", "--home", bad.path], environment: ["PERSISTENT_PEERS": "nonsense"])
        #expect(refused.end == .exit(1) && refused.errors.joined().contains("p2p.persistent_peers"))
        #expect(!FileManager.default.fileExists(atPath: bad.path))
    }
}

/// A port of this machine that is taken and on which nobody listens.
private final class UnusedPort {
    let number: UInt16
    private let descriptor: Int32

    init() throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = descriptor
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        if !isBound { throw TestError("no port: \(errno)") }
        number = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(descriptor) }
}
