import ABCI
import Chain
import Cryptography
import JSON
import Wire

/// The entries of the store, as Go's keeps them in its database, and what follows from them.
struct KVStoreState: Sendable {
    static let pairPrefix: ByteString = "kvPairKey:"
    static let validatorPrefix: ByteString = "val="
    static let stateKey: ByteString = "stateKey"
    /// Go's has no such entry, because it does not look at the parameters.
    static let keyTypesKey: ByteString = "validatorKeyTypes"

    private var entries: [ByteString: [UInt8]] = [:]
    /// Transactions executed since the start of the chain.
    private(set) var size: Int64 = 0
    /// The last executed block.
    private(set) var height: Height = 0
    /// The validators two heights on, as the entries have them.
    private(set) var validators: [Address: ValidatorUpdate] = [:]
    /// The kinds of keys that consensus allows for validators; nil when nobody said so.
    private(set) var keyTypes: [ByteString]?

    init() {}

    /// The state with these entries.
    init(entries: [(key: [UInt8], value: [UInt8])]) throws(ApplicationError) {
        for (key, value) in entries {
            let key = ByteString(key)
            self.entries[key] = value
            switch key {
            case KVStoreState.stateKey:
                (size, height) = try KVStoreState.counters(value)
            case KVStoreState.keyTypesKey:
                keyTypes = value.split(separator: UInt8(ascii: ",")).map { ByteString(Array($0)) }
            case _ where key.bytes.starts(with: KVStoreState.validatorPrefix.bytes):
                do {
                    let update = try ValidatorUpdate(
                        delimitedProtobuf: value, maximum: ABCILimit.messageBytesMaximum)
                    validators[update.pubKey.address] = update
                } catch {
                    throw ApplicationError("can't decode public key: \(error)")
                }
            default:
                break
            }
        }
    }

    /// The value of an entry; nil when there is none.
    func entry(_ prefix: ByteString, _ key: [UInt8]) -> [UInt8]? {
        entries[ByteString(prefix.bytes + key)]
    }

    /// The validators, by address.
    var sortedValidators: [ValidatorUpdate] {
        validators.sorted { $0.key < $1.key }.map(\.value)
    }

    /// The number of transactions as a zig-zag varint in eight bytes: not a hash of the values, but all that Go's has.
    func appHash() throws(ApplicationError) -> AppHash {
        let varint = Varint.encode(UInt64(bitPattern: size << 1 ^ size >> 63))
        if varint.count > 8 { throw ApplicationError("the app hash has no room for \(size) transactions") }
        return AppHash(varint + [UInt8](repeating: 0, count: 8 - varint.count))
    }

    // MARK: Changes; each says what it changed

    mutating func set(key: [UInt8], value: [UInt8]) -> StagedChange {
        store(ByteString(KVStoreState.pairPrefix.bytes + key), value)
    }

    /// A validator's new power; zero removes the validator, known or not.
    mutating func apply(_ update: ValidatorUpdate) -> StagedChange {
        let address = update.pubKey.address
        validators[address] = update.power == 0 ? nil : update
        return store(
            ByteString(KVStoreState.validatorPrefix.bytes + update.pubKey.bytes),
            update.power == 0 ? nil : update.delimitedProtobuf)
    }

    mutating func setKeyTypes(_ types: [ByteString]) -> StagedChange {
        keyTypes = types
        return store(KVStoreState.keyTypesKey, Array(types.map(\.bytes).joined(separator: [UInt8(ascii: ",")])))
    }

    /// Counts a block of so many transactions.
    mutating func count(_ transactions: Int, at height: Height) throws(ApplicationError) -> StagedChange {
        let (sum, overflow) = size.addingReportingOverflow(Int64(transactions))
        if overflow { throw ApplicationError("the number of transactions has no room for \(transactions) more") }
        size = sum
        self.height = height
        // Go's `encoding/json` writes these as numbers.
        let counters = JSONValue.members(("size", .integer(size)), ("height", .integer(height.rawValue)))
        return store(KVStoreState.stateKey, counters.serialized())
    }

    private mutating func store(_ key: ByteString, _ value: [UInt8]?) -> StagedChange {
        entries[key] = value
        return StagedChange(key: key.bytes, value: value)
    }

    private static func counters(_ text: [UInt8]) throws(ApplicationError) -> (size: Int64, height: Height) {
        do {
            let reader = JSONReader(try JSONValue(parsing: text))
            return (
                try reader["size"].integer(as: Int64.self, named: "int64"),
                Height(try reader["height"].integer(as: Int64.self, named: "int64"))
            )
        } catch {
            throw ApplicationError("can't decode state: \(error)")
        }
    }
}
