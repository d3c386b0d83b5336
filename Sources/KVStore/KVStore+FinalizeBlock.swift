package import ABCI
import Chain
import Wire

extension KVStore {
    /// Executes a block over what was committed; a block executed before and not committed is forgotten.
    ///
    /// - Throws: for a transaction that cannot be read, and for two changes of one validator. Go's stops the
    ///   process there.
    package mutating func finalizeBlock(
        _ request: RequestFinalizeBlock
    ) throws(ApplicationError) -> ResponseFinalizeBlock {
        var check = UpdateCheck(committed)
        try check.punish(request.misbehavior)
        var pairs: [KVStoreChange] = []
        for transaction in request.txs {
            switch try KVTransaction(transaction) {
            case .pair(let key, let value): pairs.append(.pair(key: key, value: value))
            case .validator(let update): try check.add(update)
            }
        }
        let (size, overflow) = committed.size.addingReportingOverflow(Int64(request.txs.count))
        if overflow { throw ApplicationError("there is no room for more than \(committed.size) transactions") }
        let response = ResponseFinalizeBlock(
            events: blockEvents(request.height), txResults: request.txs.map(KVStore.result),
            validatorUpdates: check.updates, appHash: try KVStoreState.appHash(size: size))
        stage(
            check.updates.map(KVStoreChange.validator) + pairs
                + [.counters(size: size, height: request.height)])
        return response
    }

    /// A result says nothing but what its transaction was.
    private static func result(_ transaction: Transaction) -> ExecTxResult {
        let parts = transaction.bytes.split(separator: UInt8(ascii: "="), omittingEmptySubsequences: false)
        let isPair = parts.count == 2
        return ExecTxResult(events: [
            event(creator: "Cosmoshi Netowoko", key: isPair ? Array(parts[0]) : transaction.bytes),
            event(creator: "Cosmoshi", key: isPair ? Array(parts[1]) : transaction.bytes),
        ])
    }

    private static func event(creator: ByteString, key: [UInt8]) -> Event {
        Event(
            type: "app",
            attributes: [
                EventAttribute(key: "creator", value: creator, index: true),
                EventAttribute(key: "key", value: ByteString(key), index: true),
                EventAttribute(key: "index_key", value: "index is working", index: true),
                EventAttribute(key: "noindex_key", value: "index is working", index: false),
            ])
    }
}
