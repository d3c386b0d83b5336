package import ABCI
import Chain
import Wire

extension KVStore {
    /// Executes a block over what was committed; a block executed before and not committed is forgotten.
    ///
    /// - Throws: for a transaction that cannot be read, for two changes of one validator, and for evidence against a
    ///   validator that the application does not know. Go's stops the process there.
    package mutating func finalizeBlock(
        _ request: RequestFinalizeBlock
    ) throws(ApplicationError) -> ResponseFinalizeBlock {
        var check = UpdateCheck(committed)
        try check.punish(request.misbehavior)
        var pairs: [(key: [UInt8], value: [UInt8])] = []
        for transaction in request.txs {
            switch try KVTransaction(transaction) {
            case .pair(let key, let value): pairs.append((key, value))
            case .validator(let update): try check.add(update)
            }
        }
        var state = committed
        var changes: [StagedChange] = []
        for update in check.updates { changes.append(state.apply(update)) }
        for (key, value) in pairs { changes.append(state.set(key: key, value: value)) }
        changes.append(try state.count(request.txs.count, at: request.height))
        let response = ResponseFinalizeBlock(
            events: blockEvents(request.height), txResults: request.txs.map(KVStore.result),
            validatorUpdates: check.updates, appHash: try state.appHash())
        staged = state
        stagedChanges = changes
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
