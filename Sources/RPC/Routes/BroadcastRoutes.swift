import ABCI
import Chain
import Cryptography
import JSON
import Wire

extension Route {
    /// Answers once the mempool has taken the transaction, before the application has looked at it.
    static let broadcastTransactionAsync = Route(
        submitting: "broadcast_tx_async", "tx", until: .taken, answer: broadcast)

    /// Answers with the application's opinion.
    static let broadcastTransactionSync = Route(
        submitting: "broadcast_tx_sync", "tx", until: .checked, answer: broadcast)

    private static func broadcast(_ check: ResponseCheckTx, _ transaction: Transaction) -> JSONValue {
        .members(
            ("code", .integer(check.code)), ("data", .hex(check.data)), ("log", .string(check.log)),
            ("codespace", .string(check.codespace)), ("hash", .hex(transaction.hash.bytes)))
    }

    /// Answers once the transaction is in a durable block, or the application has refused it.
    static let broadcastTransactionCommit = Route(waiting: "broadcast_tx_commit", "tx") { arguments in
        let transaction = try arguments.next(.transaction)
        return { view in
            switch try await view.submitAndCommit(transaction) {
            case .refused(let check): return committed(check, ExecTxResult(), 0, transaction)
            case .committed(let check, let result, let height): return committed(check, result, height, transaction)
            }
        }
    }

    private static func committed(
        _ check: ResponseCheckTx, _ result: ExecTxResult, _ height: Height, _ transaction: Transaction
    ) -> JSONValue {
        .members(
            ("check_tx", check.json), ("tx_result", result.json), ("hash", .hex(transaction.hash.bytes)),
            ("height", .decimal(height.rawValue)))
    }

    /// Hands evidence of misbehavior to the node.
    static let broadcastEvidence = Route(waiting: "broadcast_evidence", "evidence") { arguments in
        let evidence = try arguments.next(.evidence)
        return { view in
            guard let evidence else { throw RouteError("no evidence was provided") }
            do {
                try evidence.validate()
            } catch {
                throw RouteError("evidence.ValidateBasic failed: \(error)")
            }
            do {
                try await view.submit(evidence)
            } catch {
                throw RouteError("failed to add evidence: \(error)")
            }
            return .members(("hash", .base64(evidence.hash.bytes)))
        }
    }
}
