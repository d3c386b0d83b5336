import Chain
import Cryptography
import Foundation
import Testing
import Transactions
import Wire

@Suite("Checkpoints of a node", .blocking)
struct CheckpointTests {
    private static let fast = ["--consensus.timeout_commit", "20ms", "--consensus.timeout_propose", "300ms"]

    /// Registers works and waits for each to be in a block.
    ///
    /// - Returns: The texts that were registered.
    private func register(_ count: Int, _ name: String, _ node: RunningNode, chainID: ChainID) throws -> [String] {
        try (0..<count).map { number in
            let text = "\(name) \(number)"
            try RegistryLoad.register(text, at: node.rpc, chainID: chainID)
            return text
        }
    }

    private func start(_ home: TestHome, _ flags: String...) throws -> RunningNode {
        try RunningNode(
            NodeProcess(["start", "--home", home.path, "--rpc.laddr", "tcp://127.0.0.1:0"] + Self.fast + flags))
    }

    @Test("One is made of a running and of a stopped node, verified and restored elsewhere; no other is taken")
    func life() throws {
        let home = try TestHome()
        let node = try start(home)
        let texts = try register(5, "work", node, chainID: "end-to-end")
        try node.height(reaching: node.height + 2)
        let beside = try home.run("checkpoint", "create", "--output", "json")
        #expect(beside.end == .exit(0), "\(beside)")
        // The next one is of another height.
        try node.height(reaching: node.height + 3)
        #expect(node.process.stop(SIGTERM) == .exit(0))
        let made = try home.run("checkpoint", "create", "--output", "json")
        #expect(made.end == .exit(0), "\(made)")
        let summary = try Answer(JSONSerialization.jsonObject(with: Data(try #require(made.output.first).utf8)))
        let file = try summary.file.text
        #expect(try summary.chain_id.text == "end-to-end")

        let other = try home.run("checkpoint", "list", "--output", "json")
        let list = try Answer(JSONSerialization.jsonObject(with: Data(other.output.joined().utf8)))
        #expect(try list[0].file.text.hasPrefix(home.path(of: "checkpoints/checkpoint-0")))
        #expect(try list[1].file.text == file)
        #expect(try list[1].app_hash.text == summary.app_hash.text)
        let verified = try home.run("checkpoint", "verify")
        let hash = try summary.hash.text
        #expect(verified.end == .exit(0) && verified.output.contains("hash: \(hash)"), "\(verified)")

        // A home with a chain is not overwritten.
        let occupied = try home.run("checkpoint", "restore", file)
        #expect(occupied.end == .exit(1))
        #expect(
            occupied.errors.last?.contains("a checkpoint is restored where there is no chain") == true, "\(occupied)")

        let second = TestHome(notMade: ())
        try FileManager.default.copyItem(atPath: home.path, toPath: second.path)
        try FileManager.default.removeItem(atPath: second.path(of: "data/chain.lmdb"))
        try FileManager.default.removeItem(atPath: second.path(of: "data/consensus.log"))
        try refuse(second, file, hash)
        let restored = try second.run("checkpoint", "restore", file, "--hash", hash)
        #expect(restored.end == .exit(0), "\(restored)")
        #expect(restored.errors.contains { $0.contains("it signs again when it has heard every other validator") })

        // Alone it would have to sign what it may have signed: it says so and stops.
        let refused = try NodeProcess(["start", "--home", second.path, "--rpc.laddr", "tcp://127.0.0.1:0"])
        #expect(refused.wait() == .exit(3))
        #expect(refused.errors.all().last?.contains("unsafe-reset-priv-validator") == true)
        #expect(try second.run("unsafe-reset-priv-validator").end == .exit(0))
        let next = try start(second)
        let height = try summary.height.decimal
        try next.height(reaching: height + 2)
        let header = try next.rpc.call("block", ["height": "\(height + 1)"]).block.header
        #expect(try header.app_hash.text == summary.app_hash.text)
        #expect(try header.last_block_id.hash.text == summary.block_hash.text)
        for text in texts { #expect(try RegistryLoad.height(of: text, at: next.rpc) != nil, "\(text)") }
        #expect(next.process.stop(SIGTERM) == .exit(0))
    }

    /// Nothing but the checkpoint itself is restored, and nothing is left of an attempt.
    private func refuse(_ home: TestHome, _ file: String, _ hash: String) throws {
        let bytes = try Data(contentsOf: URL(filePath: file))
        let wrong = home.path(of: "wrong")
        func restore(_ data: Data, _ flags: String...) throws -> String {
            try data.write(to: URL(filePath: wrong))
            let refused = try NodeProcess.run(["checkpoint", "restore", wrong, "--home", home.path] + flags)
            #expect(refused.end == .exit(1))
            #expect(!FileManager.default.fileExists(atPath: home.path(of: "data/chain.lmdb")))
            return refused.errors.last ?? ""
        }
        var changed = bytes
        changed[changed.count - 5] ^= 1
        #expect(try restore(changed).contains("it was changed or damaged: the digest of chunk"))
        #expect(try restore(bytes.prefix(bytes.count / 2)).contains("it is cut off in chunk"))
        #expect(try restore(Data("{}".utf8)).contains("it is no checkpoint"))
        let zeros = String(repeating: "0", count: 64)
        #expect(try restore(bytes, "--hash", zeros).contains("has the hash \(hash), and not 0"))
        #expect(try restore(bytes, "--block-hash", hash).contains("has another hash than"))
        #expect(try NodeProcess.run(["checkpoint", "verify", wrong, "--home", home.path]).end == .exit(0))

        // A chain of the same name with another genesis is another chain.
        let foreign = try TestHome()
        try FileManager.default.removeItem(atPath: foreign.path(of: "data"))
        let other = try foreign.run("checkpoint", "restore", file)
        #expect(other.errors.last?.contains("with another genesis than the home's") == true, "\(other)")
    }

    @Test("Without two blocks there is none, and another application has none")
    func nothingToCopy() throws {
        let home = try TestHome()
        let none = try home.run("checkpoint", "create")
        #expect(none.end == .exit(1))
        #expect(none.errors.last?.contains("the chain has no block yet") == true, "\(none)")
        #expect(try home.run("checkpoint", "verify").errors.last?.contains("there is no checkpoint in") == true)
        let node = try home.start()
        try node.height(reaching: 3)
        #expect(node.process.stop(SIGTERM) == .exit(0))
        let other = try home.run("checkpoint", "create")
        #expect(other.errors.last?.contains("the stored application has no checkpoints") == true, "\(other)")
    }

    // MARK: A network

    @Test("All lose their data, restore one checkpoint, and go on when their operators answer for the keys")
    func allLost() throws {
        let chain = try TestChain(4, Self.fast + ["--checkpoint.interval", "10"])
        var nodes = try chain.start()
        let texts = try register(3, "kept", nodes[0], chainID: "network")
        let height = try nodes[0].height
        let oldStates = try (0..<4).map {
            try Data(contentsOf: URL(filePath: "\(chain.home($0))/data/priv_validator_state.json"))
        }
        try nodes[0].height(reaching: height + 12)
        let checkpoint = try eventually("a checkpoint above height \(height)") {
            try FileManager.default.contentsOfDirectory(atPath: "\(chain.home(0))/checkpoints")
                .filter { $0.hasSuffix(".daon") && (Int64($0.filter(\.isNumber)) ?? 0) > height }.sorted().last
        }
        for node in nodes { node.process.send(SIGKILL) }
        for node in nodes { #expect(node.process.wait() == .signal(SIGKILL)) }
        let copy = "\(chain.path)/kept.daon"
        try FileManager.default.copyItem(atPath: "\(chain.home(0))/checkpoints/\(checkpoint)", toPath: copy)
        for number in 0..<4 {
            try ValidatorHome.wipe(chain.home(number), signState: oldStates[number], checkpoint: copy)
            #expect(try NodeProcess.run(["unsafe-reset-priv-validator", "--home", chain.home(number)]).end == .exit(0))
        }
        let verified = try NodeProcess.run(["checkpoint", "verify", copy, "--output", "json"])
        let summary = try Answer(JSONSerialization.jsonObject(with: Data(verified.output.joined().utf8)))
        nodes = try chain.start()
        let last = try summary.height.decimal
        for node in nodes { try node.height(reaching: last + 4) }
        for node in nodes {
            let header = try node.rpc.call("block", ["height": "\(last + 1)"]).block.header
            #expect(try header.app_hash.text == summary.app_hash.text)
            for text in texts { #expect(try RegistryLoad.height(of: text, at: node.rpc) != nil, "\(text)") }
        }
        for node in nodes { node.process.send(SIGTERM) }
        for node in nodes { #expect(node.process.wait() == .exit(0)) }
    }

    @Test(
        "All are killed under load, twice; each time a wiped home comes back from a checkpoint, and signs nothing twice"
    )
    func wipedHomes() throws {
        let chain = try TestChain(4, Self.fast + ["--checkpoint.interval", "10", "--checkpoint.keep", "2"])
        var nodes = try chain.start()
        let oldStates = try (0..<4).map {
            try Data(contentsOf: URL(filePath: "\(chain.home($0))/data/priv_validator_state.json"))
        }
        var texts: [String] = []
        for wiped in [3, 2] {
            let load = RegistryLoad(nodes.map(\.rpc), name: "load \(wiped)", chainID: "network")
            try load.waitForAnswers(20)
            let checkpoint = try eventually("a checkpoint") {
                (try? FileManager.default.contentsOfDirectory(atPath: "\(chain.home(0))/checkpoints"))?
                    .filter { $0.hasSuffix(".daon") }.sorted().last
            }
            for node in nodes { node.process.send(SIGKILL) }
            for node in nodes { #expect(node.process.wait() == .signal(SIGKILL)) }
            texts += load.finish()
            let signed = try ValidatorHome.signedHeight(chain.home(wiped))
            let copy = "\(chain.path)/\(wiped).daon"
            try FileManager.default.copyItem(atPath: "\(chain.home(0))/checkpoints/\(checkpoint)", toPath: copy)
            try ValidatorHome.wipe(chain.home(wiped), signState: oldStates[wiped], checkpoint: copy)

            nodes = try chain.start()
            let lines = nodes[wiped].process.output
            #expect(lines.line(with: "vote of every other validator is heard") != nil)
            let quiet = try #require(lines.line(with: "nothing is signed up to this height"))
            let through = try #require(quiet.firstMatch(of: /height=(\d+)/).flatMap { Int64($0.1) }, "\(quiet)")
            #expect(through >= signed, "it may have signed at \(signed)")
            // It signs again, above all that it had signed, and takes part.
            let own = try eventually("a signature of the restored node") {
                let height = try ValidatorHome.signedHeight(chain.home(wiped))
                return height > through ? height : nil
            }
            try nodes[0].height(reaching: own + 2)
        }
        try RegistryLoad.expectKept(texts, on: nodes)
        for node in nodes { node.process.send(SIGTERM) }
        for node in nodes { #expect(node.process.wait() == .exit(0)) }
        // Kept are two, and they are of the heights that were asked for.
        for number in 0..<2 {
            let names = try FileManager.default.contentsOfDirectory(atPath: "\(chain.home(number))/checkpoints")
            #expect(names.count <= 2 && names.allSatisfy { $0.hasSuffix("0.daon") }, "\(names)")
        }
    }
}
