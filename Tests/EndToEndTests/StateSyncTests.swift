import Chain
import Cryptography
import Foundation
import HostilePeers
import PeerMessages
import Testing
import Transactions
import Wire

@Suite("Checkpoints from peers", .blocking)
struct StateSyncTests {
    private static let fast = ["--consensus.timeout_commit", "150ms", "--consensus.timeout_propose", "600ms"]

    /// A node that has nothing but the chain's genesis.
    private final class Newcomer {
        let home = TestHome(notMade: ())
        let peers: [String]

        init(_ chain: TestChain, peers: [String]) throws {
            self.peers = peers
            let made = try NodeProcess.run(
                ["init", "--home", home.path], environment: ["PERSISTENT_PEERS": peers.joined(separator: ",")])
            if made.end != .exit(0) { throw TestError("\(made)") }
            try FileManager.default.copyItem(
                atPath: "\(chain.home(0))/config/genesis.json", toPath: home.path(of: "config/genesis.json"))
        }

        /// Its home is made before its peers are known.
        convenience init(_ chain: TestChain) throws {
            try self.init(chain, peers: ["\(String(repeating: "ab", count: 20))@127.0.0.1:1"])
            try home.write("config/persistent_peers", "")
        }

        func start(_ height: Int64, _ hash: String, _ flags: String..., calling others: [String]? = nil) throws
            -> NodeProcess
        {
            try NodeProcess(
                [
                    "start", "--home", home.path, "--rpc.laddr", "tcp://127.0.0.1:0", "--p2p.persistent_peers",
                    (others ?? peers).joined(separator: ","), "--statesync.enable=true", "--statesync.trust_height",
                    "\(height)", "--statesync.trust_hash", hash, "--p2p.allow_duplicate_ip=true",
                ] + StateSyncTests.fast + flags)
        }

        var hasChain: Bool { FileManager.default.fileExists(atPath: home.path(of: "data/chain.lmdb")) }
        var checkpoints: [String] {
            (try? FileManager.default.contentsOfDirectory(atPath: home.path(of: "checkpoints"))) ?? []
        }
    }

    private func name(of home: String) throws -> String {
        let shown = try NodeProcess.run(["show-node-id", "--home", home])
        guard shown.end == .exit(0), let name = shown.output.first else { throw TestError("\(shown)") }
        return name
    }

    private func location(_ chain: TestChain, _ number: Int) throws -> String {
        "\(try name(of: chain.home(number)))@127.0.0.1:\(chain.port(number))"
    }

    private func blockHash(_ height: Int64, _ node: RunningNode) throws -> String {
        try node.rpc.call("block", ["height": "\(height)"]).block_id.hash.text
    }

    /// The node has the same blocks as another one, and goes on.
    private func expectSameChain(_ node: RunningNode, _ other: RunningNode, above height: Int64) throws {
        let target = try other.height + 2
        try node.height(reaching: target)
        try other.height(reaching: target)
        for wanted in [height + 1, target] {
            let headers = try [node, other].map { try $0.rpc.call("block", ["height": "\(wanted)"]).block.header }
            #expect(try headers[0].app_hash.text == headers[1].app_hash.text)
            #expect(try blockHash(wanted, node) == blockHash(wanted, other))
        }
    }

    @Test(
        "A fifth node begins with a checkpoint of four, verified from an early block by two of them, has no block before it, and goes on; checkpoints of one height have one hash"
    )
    func fifthNode() throws {
        let chain = try TestChain(
            4, Self.fast + ["--checkpoint.interval", "10", "--checkpoint.keep", "20", "--p2p.allow_duplicate_ip=true"])
        let nodes = try chain.start()
        for number in 0..<5 { try RegistryLoad.register("work \(number)", at: nodes[0].rpc, chainID: "network") }
        try nodes[0].height(reaching: 23)
        let servers = nodes.prefix(2).map { "http://127.0.0.1:\($0.rpc.port)" }.joined(separator: ",")
        let newcomer = try Newcomer(chain, peers: try (0..<4).map { try location(chain, $0) })
        let trusted = try blockHash(3, nodes[2])
        let process = try newcomer.start(3, trusted, "--statesync.rpc_servers", servers)
        let node = try RunningNode(process)
        let line = try #require(process.output.line(with: "restored a checkpoint"))
        let height = try #require(line.firstMatch(of: /height=(\d+)/).flatMap { Int64($0.1) }, "\(line)")
        #expect(height >= 20 && height % 10 == 0)
        for missing in [1, height - 1] { #expect((try? blockHash(missing, node)) == nil, "block \(missing)") }
        try expectSameChain(node, nodes[1], above: height)
        for number in 0..<5 { #expect(try RegistryLoad.height(of: "work \(number)", at: node.rpc) != nil) }
        try RegistryLoad.register("later", at: node.rpc, chainID: "network")
        #expect(node.process.stop(SIGTERM) == .exit(0))
        // With a chain in the home the setting changes nothing, whatever it says.
        let again = try RunningNode(newcomer.start(1, String(repeating: "0", count: 64), calling: newcomer.peers))
        try expectSameChain(again, nodes[3], above: height)
        #expect(again.process.output.lines(with: "a checkpoint is fetched").isEmpty)

        let zeros = String(height).count
        let file = "checkpoint-" + String(repeating: "0", count: 12 - zeros) + "\(height).daon"
        let hashes = try (0..<4).compactMap { number -> String? in
            let path = "\(chain.home(number))/checkpoints/\(file)"
            guard FileManager.default.fileExists(atPath: path) else { return nil }
            let verified = try NodeProcess.run(["checkpoint", "verify", path, "--home", chain.home(number)])
            return verified.output.first { $0.hasPrefix("hash: ") }
        }
        #expect(Set(hashes).count == 1 && hashes.count > 1, "\(hashes)")

        // Who trusts another block gets nothing, and is told why; nothing is left behind.
        let misled = try Newcomer(chain, peers: newcomer.peers)
        let refused = try misled.start(
            3, String(repeating: "ab", count: 32), "--statesync.rpc_servers", servers, "--statesync.discovery_time",
            "5s")
        #expect(refused.wait() == .exit(1))
        let reason = refused.errors.all().joined()
        #expect(
            reason.contains("no checkpoint can be had") && reason.contains("it is of another chain, or lies"),
            "\(reason)")
        #expect(!misled.hasChain && misled.checkpoints.isEmpty)
        // Without servers only one of the trusted block itself is taken, and there is none of this one.
        let alone = try misled.start(3, trusted, "--statesync.discovery_time", "5s")
        #expect(alone.wait() == .exit(1))
        let lonely = alone.errors.all().joined()
        #expect(lonely.contains("without statesync.rpc_servers no other can be verified"), "\(lonely)")
        for node in nodes { #expect(node.process.stop(SIGTERM) == .exit(0)) }
    }

    @Test("Who asks for pieces without end, or sends what nobody asked for, is dropped; the others are served")
    func hostilePeers() throws {
        let chain = try TestChain(1, Self.fast + ["--p2p.allow_duplicate_ip=true"])
        let node = try chain.start(0)
        try node.height(reaching: 3)
        let made = try NodeProcess.run(["checkpoint", "create", "--home", chain.home(0)])
        #expect(made.end == .exit(0), "\(made)")
        func peer(_ number: Int) throws -> HostilePeer {
            try HostilePeer(number, port: chain.port(0), chainID: "network", asksForSnapshots: true)
        }
        func expectDropped(_ peer: HostilePeer, _ reason: String) {
            #expect(peer.isClosed())
            #expect(node.process.output.line(with: reason) != nil, "\(node.process.output.lines(with: "peer"))")
        }
        let greedy = try peer(1)
        let request = PeerMessage.stateSync(.chunkRequest(ChunkRequest(height: 2, format: 1, index: 7)))
        try greedy.send([UInt8]((0..<100).flatMap { _ in HostilePeer.packets(of: request.protobuf, on: .chunk) }))
        expectDropped(greedy, "it asked for ")
        let curious = try peer(2)
        for _ in 0..<5 { try curious.send(.stateSync(.snapshotsRequest)) }
        expectDropped(curious, "it asked for snapshots more than 4 times")
        let generous = try peer(3)
        let response = ChunkResponse(height: 2, format: 1, index: 7, chunk: [1], isMissing: false)
        try generous.send(.stateSync(.chunkResponse(response)))
        expectDropped(generous, "it sent of a snapshot what nobody asked for")
        let long = try peer(4)
        try long.send(HostilePeer.packets(of: [UInt8](repeating: 0, count: 5_000), on: .chunk))
        #expect(long.isClosed())

        let newcomer = try Newcomer(chain, peers: [try location(chain, 0)])
        let fetched = try newcomer.home.run("checkpoint", "fetch", "--peers", newcomer.peers[0])
        #expect(fetched.end == .exit(0), "\(fetched)")
        let height = try node.height
        try node.height(reaching: height + 2)
        #expect(node.process.stop(SIGTERM) == .exit(0))
    }

    // MARK: A checkpoint of several pieces

    /// A chain of two that has a checkpoint of six megabytes, the same file at both.
    private struct Large {
        let chain: TestChain
        let nodes: [RunningNode]
        let file: String
        let height: Int64
        let hash: String
        let blockHash: String
        let appHash: String
    }

    private func large() throws -> Large {
        let chain = try TestChain(2, Self.fast + ["--p2p.allow_duplicate_ip=true"])
        let nodes = try chain.start()
        try nodes[0].height(reaching: 2)
        for batch in 0..<36 { try registerMany(batch, at: nodes[0].rpc) }
        try nodes[0].height(reaching: nodes[0].height + 2)
        let made = try NodeProcess.run(["checkpoint", "create", "--home", chain.home(0), "--output", "json"])
        #expect(made.end == .exit(0), "\(made)")
        let summary = try Answer(JSONSerialization.jsonObject(with: Data(try #require(made.output.first).utf8)))
        let file = try summary.file.text
        let folder = "\(chain.home(1))/checkpoints"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: file, toPath: "\(folder)/\(URL(filePath: file).lastPathComponent)")
        return Large(
            chain: chain, nodes: nodes, file: file, height: try summary.height.decimal, hash: try summary.hash.text,
            blockHash: try summary.block_hash.text, appHash: try summary.app_hash.text)
    }

    /// Registers a hundred works that are as long as they may be.
    private func registerMany(_ batch: Int, at rpc: RPCClient) throws {
        let key = Secp256k1PrivateKey.generate()
        let creator = AccountAddress(.secp256k1(key.publicKey))
        let license = try License(ByteString("custom:" + String(repeating: "l", count: 993)))
        let works = (0..<100).map { number in
            Work(
                contentHash: ContentHash(SHA256.hash(Array("\(batch) \(number)".utf8))), license: license,
                fingerprint: ByteString(String(repeating: "f", count: Work.fingerprintSizeMaximum)),
                platform: ByteString(String(repeating: "p", count: Work.platformSizeMaximum)), contentKind: .text)
        }
        let body = TransactionBody(
            messages: [.registerBatch(MsgRegisterContentBatch(creator: creator, works: works))])
        let transaction = TransactionBuilder(body, fee: Fee(gasLimit: 100_000_000))
            .signed(by: key, chainID: "network", accountNumber: 0, sequence: 0)
        let result = try rpc.call("broadcast_tx_commit", ["tx": Data(transaction).base64EncodedString()])
        let codes = try (result.check_tx.code.number, result.tx_result.code.number)
        if codes != (0, 0) { throw TestError("\(batch): \(result)") }
    }

    /// Stands between newcomers and the first node, and changes every piece.
    private func liar(_ chain: TestChain, _ home: TestHome) throws -> (process: NodeProcess, location: String) {
        let proxy = try NodeProcess(
            [
                "--link", "0:\(home.path):\(chain.home(0)):\(chain.port(0))", "--drop", "0", "--delay", "0", "--change",
                "61",
            ], program: NodeProcess.path(of: "peer-proxy"))
        guard let line = proxy.output.line(with: "between"), let port = line.split(separator: " ").last else {
            throw TestError("\(proxy.errors.all())")
        }
        return (proxy, "\(try name(of: chain.home(0)))@127.0.0.1:\(port)")
    }

    @Test(
        "A peer that changes pieces is named, and another one gives them; when all do, nothing is left; a killed fetch goes on where it was, and a killed restore begins anew"
    )
    func largeCheckpoint() throws {
        let large = try large()
        let honest = try location(large.chain, 1)
        try changedPieces(large, honest)
        let fetched = try killedFetch(large, honest)
        try killedRestore(large, fetched)
        for node in large.nodes { node.process.send(SIGTERM) }
        for node in large.nodes { #expect(node.process.wait() == .exit(0)) }
    }

    private func changedPieces(_ large: Large, _ honest: String) throws {
        let newcomer = try Newcomer(large.chain)
        let (proxy, liar) = try liar(large.chain, newcomer.home)
        // Alone it gives nothing that is used.
        let refused = try newcomer.start(large.height, large.blockHash, calling: [liar])
        #expect(refused.wait() == .exit(1))
        let reason = refused.errors.all().joined()
        #expect(
            reason.contains("\(liar): sent piece ")
                && reason.contains(" of the checkpoint of height \(large.height) changed"),
            "\(reason)")
        #expect(!newcomer.hasChain && newcomer.checkpoints.isEmpty, "\(newcomer.checkpoints)")

        let process = try newcomer.start(large.height, large.blockHash, calling: [liar, honest])
        let node = try RunningNode(process)
        #expect(process.output.lines(with: "peer \(liar) sent piece ").count == 1)
        #expect(process.output.lines(with: "peer \(honest)").allSatisfy { !$0.contains("changed") })
        try expectSameChain(node, large.nodes[1], above: large.height)
        let header = try node.rpc.call("block", ["height": "\(large.height + 1)"]).block.header
        #expect(try header.app_hash.text == large.appHash)
        #expect(node.process.stop(SIGTERM) == .exit(0))
        #expect(proxy.stop(SIGTERM) == .exit(0))
    }

    /// - Returns: A home with the checkpoint, and no chain.
    private func killedFetch(_ large: Large, _ honest: String) throws -> TestHome {
        let newcomer = try Newcomer(large.chain)
        func fetch(_ flags: String...) throws -> NodeProcess {
            try NodeProcess(
                ["checkpoint", "fetch", "--home", newcomer.home.path, "--peers", honest, "--output", "json"] + flags)
        }
        let killed = try fetch("--p2p.recv_rate", "1500000")
        func done(_ process: NodeProcess) -> [Int] {
            process.errors.lines(with: "height \(large.height): ").compactMap {
                $0.firstMatch(of: /: (\d+) of \d+ pieces/).flatMap { Int($0.1) }
            }
        }
        let before = try eventually("two pieces") { done(killed).last { $0 >= 2 } }
        #expect(killed.stop(SIGKILL) == .signal(SIGKILL))
        #expect(
            newcomer.checkpoints.count == 1 && newcomer.checkpoints[0].hasSuffix(".part"), "\(newcomer.checkpoints)")
        // Another height, or another block than the trusted one, is not taken for it.
        let other = try fetch("--height", "\(large.height + 1)", "--statesync.discovery_time", "5s")
        #expect(other.wait() == .exit(1))
        #expect(other.errors.all().last?.contains("no checkpoint can be had of height \(large.height + 1)") == true)

        let resumed = try fetch()
        #expect(resumed.wait() == .exit(0), "\(resumed.errors.all())")
        let lines = resumed.errors.all()
        #expect(try #require(done(resumed).first) >= before, "\(lines)")
        // Nothing vouches for it, and that is said.
        #expect(lines.last?.contains("whether they are the chain's is not known") == true, "\(lines)")
        let summary = try Answer(
            JSONSerialization.jsonObject(with: Data(try #require(resumed.output.all().first).utf8)))
        #expect(try summary.hash.text == large.hash && summary.block_hash.text == large.blockHash)
        #expect(newcomer.checkpoints == [URL(filePath: large.file).lastPathComponent])

        let document = newcomer.home.path(of: "elsewhere.daon")
        let trusted = try fetch(
            "--trust-height", "\(large.height)", "--trust-hash", large.blockHash, "--output-document", document)
        #expect(trusted.wait() == .exit(0), "\(trusted.errors.all())")
        #expect(trusted.errors.all().last?.contains("its block is the one that you trust") == true)
        let bytes = try [document, large.file].map { try Data(contentsOf: URL(filePath: $0)) }
        #expect(bytes[0] == bytes[1])
        return newcomer.home
    }

    private func killedRestore(_ large: Large, _ home: TestHome) throws {
        let killed = try NodeProcess(["checkpoint", "restore", "--home", home.path])
        let store = home.path(of: "data/restoring/chain.lmdb/data.mdb")
        _ = try eventually("a store that is being made") {
            FileManager.default.fileExists(atPath: store) ? true : nil
        }
        #expect(killed.stop(SIGKILL) == .signal(SIGKILL))
        #expect(FileManager.default.fileExists(atPath: store))
        #expect(!FileManager.default.fileExists(atPath: home.path(of: "data/chain.lmdb")))
        let restored = try home.run("checkpoint", "restore", "--block-hash", large.blockHash)
        #expect(restored.end == .exit(0), "\(restored)")
        #expect(!FileManager.default.fileExists(atPath: home.path(of: "data/restoring")))
        let peers = try (0..<2).map { try location(large.chain, $0) }.joined(separator: ",")
        let node = try RunningNode(
            NodeProcess(
                [
                    "start", "--home", home.path, "--rpc.laddr", "tcp://127.0.0.1:0", "--p2p.persistent_peers", peers,
                    "--p2p.allow_duplicate_ip=true",
                ] + Self.fast))
        try expectSameChain(node, large.nodes[0], above: large.height)
        #expect(node.process.stop(SIGTERM) == .exit(0))
    }
}
