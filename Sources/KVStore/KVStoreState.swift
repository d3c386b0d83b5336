import ABCI
import Chain
import Cryptography
import HashTreeCollections
import Wire

/// What the store has committed.
struct KVStoreState: Sendable {
    /// The pairs: of everything the store holds, the part that grows. The node keeps copies of its application (what is
    /// committed, what is durable, what the mempool sees), and a `Dictionary` is copied as a whole by the first change
    /// after a copy, so that every block would cost as much as the store holds.
    private var pairs = TreeDictionary<ByteString, [UInt8]>()
    /// Transactions executed since the start of the chain.
    private(set) var size: Int64 = 0
    /// The last executed block.
    private(set) var height: Height = 0
    /// The validators two heights on.
    private(set) var validators: [Address: ValidatorUpdate] = [:]
    /// The kinds of keys that consensus allows for validators; nil when nobody said so.
    private(set) var keyTypes: [ByteString]?

    var pairCount: Int { pairs.count }

    /// All pairs, by the order of their keys.
    var sortedPairs: [KVPair] {
        pairs.map { KVPair(key: $0.key.bytes, value: $0.value) }.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }

    /// The value of a key.
    func value(of key: [UInt8]) -> [UInt8]? { pairs[ByteString(key)] }

    /// Refuses an update that consensus never applies: too much power, or a kind of key that is not allowed. A removal's
    /// key may be of any kind.
    func checkAllowed(_ update: ValidatorUpdate) throws(ApplicationError) {
        if update.power > .maximumTotal {
            throw ApplicationError("voting power can't be higher than \(VotingPower.maximumTotal), got \(update.power)")
        }
        let type = update.pubKey.typeName
        if let allowed = keyTypes, update.power > 0, !allowed.contains(ByteString(type)) {
            throw ApplicationError("pubkey \(type) is unsupported for consensus")
        }
    }

    /// The app hash after so many transactions: their number as a zig-zag varint in eight bytes. It says nothing about
    /// the values, but it is all that Go's has.
    static func appHash(size: Int64) throws(ApplicationError) -> AppHash {
        let varint = Varint.encode(UInt64(bitPattern: size << 1 ^ size >> 63))
        if varint.count > 8 { throw ApplicationError("the app hash has no room for \(size) transactions") }
        return AppHash(varint + [UInt8](repeating: 0, count: 8 - varint.count))
    }

    /// Copies that others hold stay as they are, and cost what is changed, not what is there.
    mutating func apply(_ change: KVStoreChange) {
        switch change {
        case .pairs(let list, _): for pair in list.pairs { pairs[ByteString(pair.key)] = pair.value }
        case .pair(let pair): pairs[ByteString(pair.key)] = pair.value
        case .validator(let update): validators[update.pubKey.address] = update.power == 0 ? nil : update
        case .keyTypes(let types): keyTypes = types
        case .counters(let size, let height): (self.size, self.height) = (size, height)
        }
    }
}
