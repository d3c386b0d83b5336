import Chain
import Cryptography
import Foundation
import Transactions
import Wire

/// A client that registers one work after the other, each when the one before is in a block, until it is told to stop.
final class Registrations: @unchecked Sendable {
    private let condition = NSCondition()
    // All under `condition`.
    private var answered: [String] = []
    private var failure: String?
    private var isStopping = false
    private var isRunning = true

    /// - Parameter chainID: The chain's.
    init(_ rpc: RPCClient, chainID: ChainID, prefix: String) {
        let thread = Thread { [self] in
            var number = 0
            while !condition.withLock({ isStopping }) {
                number += 1
                let text = "\(prefix)-\(number)"
                do {
                    try Registrations.register(text, chainID, rpc)
                    condition.withLock {
                        answered.append(text)
                        condition.broadcast()
                    }
                } catch {
                    condition.withLock { failure = "\(text): \(error)" }
                    break
                }
            }
            condition.withLock {
                isRunning = false
                condition.broadcast()
            }
        }
        thread.start()
    }

    private static func register(_ text: String, _ chainID: ChainID, _ rpc: RPCClient) throws {
        // A creator that the chain does not know yet.
        let key = Secp256k1PrivateKey.generate()
        let creator = AccountAddress(.secp256k1(key.publicKey))
        let work = Work(contentHash: hash(text), license: try License("cc_by"), contentKind: .text)
        let body = TransactionBody(messages: [.register(MsgRegisterContent(creator: creator, work: work))])
        let transaction = TransactionBuilder(body, fee: Fee(gasLimit: 100_000))
            .signed(by: key, chainID: chainID, accountNumber: 0, sequence: 0)
        let result = try rpc.call("broadcast_tx_commit", ["tx": Data(transaction).base64EncodedString()])
        let codes = try (result.check_tx.code.number, result.tx_result.code.number)
        if codes != (0, 0) { throw TestError("codes \(codes): \(result)") }
    }

    static func hash(_ text: String) -> ContentHash { ContentHash(SHA256.hash(Array(text.utf8))) }

    /// Waits until so many more works are registered than there are now.
    func waitForMore(_ count: Int, within seconds: Double = patience) throws {
        let deadline = Date(timeIntervalSinceNow: seconds)
        try condition.withLock {
            let target = answered.count + count
            while answered.count < target && isRunning {
                if !condition.wait(until: deadline) { throw TestError("\(answered.count) of \(target) in time") }
            }
            if let failure { throw TestError(failure) }
        }
    }

    /// Stops, and tells which works were registered.
    func finish() throws -> [String] {
        try condition.withLock {
            isStopping = true
            while isRunning { condition.wait() }
            if let failure { throw TestError(failure) }
            return answered
        }
    }
}
