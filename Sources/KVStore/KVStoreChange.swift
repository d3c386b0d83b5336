import ABCI
import Chain
import Cryptography
import JSON
import Wire

/// One entry that changes, and what it means. The entries are those of Go's database, but for the pairs.
enum KVStoreChange: Hashable, Sendable {
    /// The pairs of a block, later ones over earlier ones of the same key, and over those of the blocks before.
    case pairs(KVPairList, height: Height)
    /// A pair by itself, as Go's database has it and a store of before had it: below those of any block.
    case pair(KVPair)
    /// A validator's new power; zero removes the validator, known or not.
    case validator(ValidatorUpdate)
    /// The kinds of keys that consensus allows for validators. Go's has no such entry: it does not look at them.
    case keyTypes([ByteString])
    /// Transactions executed since the start of the chain, and the last executed block.
    case counters(size: Int64, height: Height)

    static let pairPrefix: ByteString = "kvPairKey:"
    static let blockPrefix: ByteString = "kvBlock:"
    static let validatorPrefix: ByteString = "val="
    static let countersKey: ByteString = "stateKey"
    static let keyTypesKey: ByteString = "validatorKeyTypes"

    /// The entry as it is stored.
    var staged: StagedChange {
        switch self {
        case .pairs(let list, let height):
            StagedChange(
                key: KVStoreChange.key(ofBlock: height), value: list.pairs.isEmpty ? nil : list.protobuf)
        case .pair(let pair):
            StagedChange(key: KVStoreChange.pairPrefix.bytes + pair.key, value: pair.value)
        case .validator(let update):
            StagedChange(
                key: KVStoreChange.validatorPrefix.bytes + update.pubKey.bytes,
                value: update.power == 0 ? nil : update.delimitedProtobuf)
        case .keyTypes(let types):
            StagedChange(
                key: KVStoreChange.keyTypesKey.bytes,
                value: Array(types.map(\.bytes).joined(separator: [UInt8(ascii: ",")])))
        case .counters(let size, let height):
            // Go's `encoding/json` writes these as numbers.
            StagedChange(
                key: KVStoreChange.countersKey.bytes,
                value: JSONValue.members(("size", .integer(size)), ("height", .integer(height.rawValue))).serialized())
        }
    }

    /// Keys of blocks sort as their heights do, so that a block's entry comes behind the others.
    static func key(ofBlock height: Height) -> [UInt8] {
        let number = UInt64(bitPattern: height.rawValue)
        return blockPrefix.bytes + stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> $0) }
    }

    private static func height(ofBlock key: [UInt8]) throws(ApplicationError) -> Height {
        let digits = key.dropFirst(blockPrefix.bytes.count)
        if digits.count != 8 {
            throw ApplicationError("the key of a block's pairs ends with 8 bytes, not \(digits.count)")
        }
        return Height(Int64(bitPattern: digits.reduce(0 as UInt64) { $0 << 8 | UInt64($1) }))
    }

    /// Reads a stored entry.
    init(key: [UInt8], value: [UInt8]) throws(ApplicationError) {
        let text = ByteString(key)
        if text == KVStoreChange.countersKey {
            self = try KVStoreChange.counters(value)
        } else if text == KVStoreChange.keyTypesKey {
            self = .keyTypes(value.split(separator: UInt8(ascii: ",")).map { ByteString(Array($0)) })
        } else if key.starts(with: KVStoreChange.pairPrefix.bytes) {
            self = .pair(KVPair(key: Array(key.dropFirst(KVStoreChange.pairPrefix.bytes.count)), value: value))
        } else if key.starts(with: KVStoreChange.blockPrefix.bytes) {
            let height = try KVStoreChange.height(ofBlock: key)
            do {
                self = .pairs(try KVPairList(protobuf: value), height: height)
            } catch {
                throw ApplicationError("can't decode the pairs of block \(height): \(error)")
            }
        } else if key.starts(with: KVStoreChange.validatorPrefix.bytes) {
            do {
                self = .validator(
                    try ValidatorUpdate(delimitedProtobuf: value, maximum: ABCILimit.messageBytesMaximum))
            } catch {
                throw ApplicationError("can't decode validator: \(error)")
            }
        } else {
            throw ApplicationError("entry \(text) is not one of this application's")
        }
    }

    private static func counters(_ text: [UInt8]) throws(ApplicationError) -> KVStoreChange {
        do {
            let reader = JSONReader(try JSONValue(parsing: text))
            return .counters(
                size: try reader["size"].integer(as: Int64.self, named: "int64"),
                height: Height(try reader["height"].integer(as: Int64.self, named: "int64")))
        } catch {
            throw ApplicationError("can't decode state: \(error)")
        }
    }
}
