import ABCI
import Chain
import JSON
import Wire

extension Route {
    /// The first transactions that wait for a block.
    static let unconfirmedTransactions = Route(building: "unconfirmed_txs", "limit") { arguments in
        let limit = Page.size(try arguments.next(.optionalInt))
        return { view in
            let mempool = view.mempool(first: limit)
            return unconfirmed(mempool, count: mempool.transactions.count, .array(of: mempool.transactions))
        }
    }

    /// How many transactions wait for a block.
    static let unconfirmedTransactionCount = Route(atOnce: "num_unconfirmed_txs") { _ in
        { view in
            let mempool = view.mempool(first: 0)
            return unconfirmed(mempool, count: mempool.count, .null)
        }
    }

    private static func unconfirmed(
        _ mempool: MempoolInformation, count: Int, _ transactions: JSONValue
    ) -> JSONValue {
        .members(
            ("n_txs", .decimal(count)), ("total", .decimal(mempool.count)),
            ("total_bytes", .decimal(mempool.byteCount)), ("txs", transactions))
    }

    /// What the application thinks of a transaction, which does not enter the mempool.
    static let checkTransaction = Route(waiting: "check_tx", "tx") { arguments in
        let transaction = try arguments.next(.transaction)
        return { view in try await view.check(transaction).json }
    }
}
