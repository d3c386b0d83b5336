import Chain
import Cryptography
import Foundation
import Transactions
import Wire

/// Clients that register works one after the other, each by a key of its own, until their node is gone.
final class RegistryLoad: @unchecked Sendable {
    private let condition = NSCondition()
    // All under `condition`.
    private var answered: [String] = []
    private var running: Int

    init(_ nodes: [RPCClient], name: String, chainID: ChainID) {
        running = nodes.count
        for (place, rpc) in nodes.enumerated() {
            let thread = Thread { [self] in
                var number = 0
                while true {
                    number += 1
                    let text = "\(name) \(place) \(number)"
                    guard (try? RegistryLoad.register(text, at: rpc, chainID: chainID)) != nil else { break }
                    condition.withLock {
                        answered.append(text)
                        condition.broadcast()
                    }
                }
                condition.withLock {
                    running -= 1
                    condition.broadcast()
                }
            }
            thread.start()
        }
    }

    /// Waits until this many registrations were answered.
    func waitForAnswers(_ count: Int, within seconds: Double = patience) throws {
        let deadline = Date(timeIntervalSinceNow: seconds)
        try condition.withLock {
            while answered.count < count && running > 0 {
                if !condition.wait(until: deadline) { throw TestError("\(answered.count) of \(count) answers in time") }
            }
        }
    }

    /// What was answered, once all clients have stopped: after the nodes' end.
    func finish(within seconds: Double = 30) -> [String] {
        let deadline = Date(timeIntervalSinceNow: seconds)
        return condition.withLock {
            while running > 0, condition.wait(until: deadline) {}
            return answered
        }
    }

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
}
