import Chain
import Cryptography
import Foundation
import Testing
import Transactions
import Wire

/// Clients that register works one after the other, each by a key of its own, until their node is gone.
struct RegistryLoad {
    private let clients: Clients<String>

    init(_ nodes: [RPCClient], name: String, chainID: ChainID) {
        clients = Clients(nodes.count) { place, number in
            let text = "\(name) \(place) \(number)"
            try RegistryLoad.register(text, at: nodes[place], chainID: chainID)
            return text
        }
    }

    /// Waits until this many registrations were answered.
    func waitForAnswers(_ count: Int, within seconds: Double = patience) throws {
        try clients.waitForAnswers(count, within: seconds)
    }

    /// What was answered, once all clients have stopped: after the nodes' end.
    func finish() -> [String] { clients.finish() }

    /// Registers the work with this text by a new key, and waits for its block.
    static func register(_ text: String, at rpc: RPCClient, chainID: ChainID) throws {
        let key = Secp256k1PrivateKey.generate()
        let creator = AccountAddress(.secp256k1(key.publicKey))
        let work = Work(
            contentHash: ContentHash(SHA256.hash(Array(text.utf8))), license: try License("cc_by"), contentKind: .text)
        let body = TransactionBody(messages: [.register(MsgRegisterContent(creator: creator, work: work))])
        let transaction = TransactionBuilder(body, fee: Fee(gasLimit: 100_000))
            .signed(by: key, chainID: chainID, accountNumber: 0, sequence: 0)
        let result = try rpc.call("broadcast_tx_commit", ["tx": Data(transaction).base64EncodedString()])
        let codes = try (result.check_tx.code.number, result.tx_result.code.number)
        if codes != (0, 0) { throw TestError("\(text): \(result)") }
    }

    /// When the work with this text was registered; nil when it was not.
    static func height(of text: String, at rpc: RPCClient) throws -> Int64? {
        let request = RecordRequest(contentHash: ByteString(ContentHash(SHA256.hash(Array(text.utf8))).text))
        let answer = try rpc.call(
            "abci_query", ["path": "\(QueryPath.record)", "data": Hex.lowercase(request.protobuf)]
        ).response
        guard try answer.code.number == 0 else { return nil }
        var reader = ProtobufReader(try Array(answer.value.base64))
        guard let field = try reader.nextField() else { return nil }
        return try reader.decode(RecordAnswer.self, field).height
    }

    /// All nodes have the same chain with all works in it, and no evidence.
    static func expectKept(_ texts: [String], on nodes: [RunningNode]) throws {
        let height = try nodes.map { try $0.height }.min() ?? 0
        for node in nodes {
            for text in texts { #expect(try RegistryLoad.height(of: text, at: node.rpc) != nil, "\(text)") }
            #expect(
                try node.rpc.call("block", ["height": "\(height)"]).block.header.app_hash.text
                    == nodes[0].rpc.call("block", ["height": "\(height)"]).block.header.app_hash.text)
        }
        for height in 1...height {
            let evidence = try nodes[0].rpc.call("block", ["height": "\(height)"]).block.evidence.evidence
            #expect(!evidence[0].isThere, "height \(height)")
        }
    }
}
