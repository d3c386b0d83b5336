import ABCI
import MerkleMap
import Transactions
import Wire

// Reading the state of a height: queries and exports.
extension MerkleMap {
    /// How many entries are read at a time.
    private static var batch: Int { 1000 }

    /// Calls for every entry whose key begins so, in the order of keys.
    func forEach(
        _ prefix: [UInt8], _ body: (MapEntry) throws(ApplicationError) -> Void
    ) throws(ApplicationError) {
        var range = KeyRange(prefix: prefix)
        while true {
            let entries = try entries(in: range, limit: MerkleMap.batch)
            for entry in entries { try body(entry) }
            guard let last = entries.last, entries.count == MerkleMap.batch else { return }
            range = range.after(last.key)
        }
    }

    private func entry<Value: ProtobufDecodable>(
        _ type: Value.Type, _ key: [UInt8], _ name: @autoclosure () -> String
    ) throws(ApplicationError) -> Value? {
        guard let bytes = try value(of: key) else { return nil }
        return try StoredValue.decode(type, bytes, of: name())
    }

    func account(_ address: AccountAddress) throws(ApplicationError) -> Account? {
        try entry(Account.self, StateKey.account(address), "account \(address)")
    }

    func record(of work: ContentHash) throws(ApplicationError) -> ContentRecord? {
        try entry(ContentRecord.self, StateKey.record(work), "record of \(work)")
    }

    /// A change of a record, from 0 on.
    func change(_ number: UInt64, of work: ContentHash) throws(ApplicationError) -> RecordChange? {
        try entry(RecordChange.self, StateKey.history(work, number), "history of \(work)")
    }

    /// All changes of a record.
    func history(of work: ContentHash, _ record: ContentRecord) throws(ApplicationError) -> [RecordChange] {
        var changes: [RecordChange] = []
        for number in 0..<record.changes {
            guard let change = try change(number, of: work) else { throw StoredValue.damage("history of \(work)") }
            changes.append(change)
        }
        return changes
    }

    func amount(_ key: [UInt8]) throws(ApplicationError) -> Amount {
        guard let bytes = try value(of: key) else { return .zero }
        guard let amount = Amount(stored: bytes) else { throw StoredValue.damage("balance") }
        return amount
    }

    /// The coins of the entries whose key begins so, in the order of denominations.
    func coins(_ prefix: [UInt8]) throws(ApplicationError) -> [Coin] {
        var coins: [Coin] = []
        try forEach(prefix) { (entry) throws(ApplicationError) in
            coins.append(try Coin(entry, after: prefix.count))
        }
        return coins
    }

    func parameters() throws(ApplicationError) -> RegistryParameters {
        try entry(RegistryParameters.self, StateKey.parameters, "parameters") ?? RegistryParameters()
    }

    func statistics() throws(ApplicationError) -> RegistryStatistics {
        try entry(RegistryStatistics.self, StateKey.statistics, "statistics") ?? RegistryStatistics()
    }

    /// Accounts that there are.
    func accountCount() throws(ApplicationError) -> UInt64 {
        try value(of: StateKey.nextAccountNumber).flatMap { StateKey.number(bigEndian: $0) } ?? 0
    }
}

extension Coin {
    /// The coin of an entry whose key ends with the denomination.
    init(_ entry: MapEntry, after count: Int) throws(ApplicationError) {
        guard let amount = Amount(stored: entry.value),
            let coin = try? Coin(denomination: ByteString(Array(entry.key.dropFirst(count))), amount: amount)
        else { throw StoredValue.damage("balance") }
        self = coin
    }
}
