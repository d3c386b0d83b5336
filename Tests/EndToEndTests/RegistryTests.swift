import Chain
import Cryptography
import Foundation
import Testing
import Transactions
import Wire

@Suite("A node that runs the registry", .blocking)
struct RegistryTests {
    /// A registration by a key that the chain does not know yet.
    private static func registration(_ text: String, by key: Secp256k1PrivateKey) throws -> [UInt8] {
        let creator = AccountAddress(.secp256k1(key.publicKey))
        let work = Work(
            contentHash: ContentHash(SHA256.hash(Array(text.utf8))), license: try License("cc_by"), contentKind: .text)
        let body = TransactionBody(messages: [.register(MsgRegisterContent(creator: creator, work: work))])
        return TransactionBuilder(body, fee: Fee(gasLimit: 100_000))
            .signed(by: key, chainID: "end-to-end", accountNumber: 0, sequence: 0)
    }

    private func start(_ home: TestHome) throws -> RunningNode {
        try RunningNode(
            NodeProcess([
                "start", "--home", home.path, "--rpc.laddr", "tcp://127.0.0.1:0", "--consensus.timeout_commit", "20ms",
            ]))
    }

    private func owner(of text: String, _ node: RunningNode) throws -> String {
        let request = RecordRequest(contentHash: ByteString(ContentHash(SHA256.hash(Array(text.utf8))).text))
        let answer = try node.rpc.call(
            "abci_query", ["path": "\(QueryPath.record)", "data": Hex.lowercase(request.protobuf)]
        ).response
        guard try answer.code.number == 0 else { return try answer.log.text }
        var reader = ProtobufReader(try Array(answer.value.base64))
        let field = try #require(try reader.nextField())
        return try reader.decode(RecordAnswer.self, field).owner.text
    }

    @Test("It registers a work, has it after the next start, and another chain goes on from its export")
    func life() throws {
        let home = try TestHome()
        var node = try start(home)
        let key = Secp256k1PrivateKey.generate()
        let account = AccountAddress(.secp256k1(key.publicKey))
        let transaction = try Self.registration("work", by: key)
        let committed = try node.rpc.call(
            "broadcast_tx_commit", ["tx": Data(transaction).base64EncodedString()])
        #expect(try committed.check_tx.code.number == 0)
        #expect(try committed.tx_result.code.number == 0)
        #expect(try owner(of: "work", node) == account.text)
        let replay = try node.rpc.call("broadcast_tx_sync", ["tx": Data(transaction + [0]).base64EncodedString()])
        #expect(try replay.code.number == 2)
        let last = try node.height(reaching: committed.height.decimal + 1)
        #expect(node.process.stop(SIGTERM) == .exit(0))

        node = try start(home)
        #expect(try owner(of: "work", node) == account.text)
        try node.height(reaching: last + 1)
        #expect(node.process.stop(SIGTERM) == .exit(0))

        let file = home.path(of: "export.json")
        let exported = try home.run("export", "--output-document", file)
        #expect(exported.end == .exit(0), "\(exported)")
        #expect(try home.run("export").output.joined(separator: "\n") + "\n" == home.text(of: "export.json"))
        let early = try home.run("export", "--height", "100000")
        #expect(early.end != .exit(0))
        let document = try home.json("export.json")

        let other = TestHome(notMade: ())
        let made = try other.run("init", "--import", file)
        #expect(made.end == .exit(0), "\(made)")
        #expect(made.output.contains { $0.contains("priv_validator_key.json") })
        try FileManager.default.removeItem(atPath: other.path(of: "config/priv_validator_key.json"))
        try FileManager.default.copyItem(
            atPath: home.path(of: "config/priv_validator_key.json"),
            toPath: other.path(of: "config/priv_validator_key.json"))
        let next = try start(other)
        let initial = try document.initial_height.decimal
        try next.height(reaching: initial + 1)
        #expect(try owner(of: "work", next) == account.text)
        let first = try next.rpc.call("block", ["height": "\(initial)"]).block.header
        #expect(try first.app_hash.text == document.app_hash.text)
        next.process.stop(SIGTERM)
    }

    @Test("A chain does not start with another application than its own", arguments: ["daon", "kvstore"])
    func otherApplication(own: String) throws {
        let other = own == "daon" ? "kvstore" : "daon"
        let home = try TestHome()
        let node = try home.start("--proxy_app", own)
        try node.height(reaching: 2)
        node.process.stop(SIGTERM)
        let refused = try home.run("start", "--proxy_app", other, "--rpc.laddr", "tcp://127.0.0.1:0")
        #expect(refused.end == .exit(1))
        let message = try #require(refused.errors.last)
        #expect(message.hasPrefix("error: this chain was made with the application \(own)"), "\(message)")
        #expect(message.contains("--proxy_app \(own)") && message.contains("daon-node init --home"))
        #expect(try home.start("--proxy_app", own).process.stop(SIGTERM) == .exit(0))
    }
}
