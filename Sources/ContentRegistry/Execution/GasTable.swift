import Transactions

/// What a transaction costs: fixed numbers, because the gas used is part of the block's results and so of its hash.
///
/// Nobody pays for gas here; it bounds how much a block does (`block.max_gas`), and wallets want to see some.
enum GasTable {
    static let transaction: UInt64 = 40_000
    static let message: UInt64 = 20_000
    /// A work of a batch, on top of its message.
    static let work: UInt64 = 10_000

    /// The gas that a transaction uses, whatever becomes of it.
    static func gas(of body: TransactionBody) -> UInt64 {
        body.messages.reduce(transaction) { sum, message in
            if case .registerBatch(let batch) = message {
                return sum + GasTable.message + work * UInt64(batch.works.count)
            }
            return sum + GasTable.message
        }
    }
}
