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
        var list = KVPairList()
        for transaction in request.txs {
            switch try KVTransaction(transaction) {
            case .pair(let key, let value): list.pairs.append(KVPair(key: Array(key), value: Array(value)))
            case .validator(let update): try check.add(update)
            }
        }
        let (size, overflow) = committed.size.addingReportingOverflow(Int64(request.txs.count))
        if overflow { throw ApplicationError("there is no room for more than \(committed.size) transactions") }
        let response = ResponseFinalizeBlock(
            events: blockEvents(request.height), txResults: request.txs.map(KVStore.result),
            validatorUpdates: check.updates, appHash: try KVStoreState.appHash(size: size))
        stage(
            check.updates.map(KVStoreChange.validator)
                + (list.pairs.isEmpty ? [] : [.pairs(list, height: request.height)])
                + [.counters(size: size, height: request.height)])
        return response
    }

    /// A result says nothing but what its transaction was.
    private static func result(_ transaction: Transaction) -> ExecTxResult {
        let pair = KVTransaction.pair(transaction.bytes)
        let whole = transaction.bytes[...]
        return ExecTxResult(events: [
            event(creator: pairCreator, key: pair?.key ?? whole),
            event(creator: valueCreator, key: pair?.value ?? whole),
        ])
    }

    private static func event(creator: EventAttribute, key: ArraySlice<UInt8>) -> Event {
        Event(
            type: eventType,
            attributes: [
                creator, EventAttribute(key: keyName, value: ByteString(Array(key)), index: true), indexed, notIndexed,
            ])
    }

    // Every transaction has these; made for each, they would cost more than all the rest of it.
    private static let eventType: ByteString = "app"
    private static let keyName: ByteString = "key"
    private static let pairCreator = EventAttribute(key: "creator", value: "Cosmoshi Netowoko", index: true)
    private static let valueCreator = EventAttribute(key: "creator", value: "Cosmoshi", index: true)
    private static let indexed = EventAttribute(key: "index_key", value: "index is working", index: true)
    private static let notIndexed = EventAttribute(key: "noindex_key", value: "index is working", index: false)
}
