import Chain
import Cryptography
import JSON
import Transactions
import Wire

// Values of the registry in a genesis. Each error names the member.
extension JSONReader {
    /// A value of ours, made from the text that stands here.
    func value<Value>(
        _ make: (ByteString) throws(TransactionError) -> Value
    ) throws(JSONError) -> Value {
        let text = try string()
        do {
            return try make(text)
        } catch {
            throw self.error(error.log)
        }
    }

    /// The same, or nil when the member is absent or empty.
    func valueIfPresent<Value>(
        _ make: (ByteString) throws(TransactionError) -> Value
    ) throws(JSONError) -> Value? {
        if try string().isEmpty { return nil }
        return try value(make)
    }

    func accountAddress() throws(JSONError) -> AccountAddress {
        try value { text throws(TransactionError) in try AccountAddress(text) }
    }

    func amount() throws(JSONError) -> Amount {
        let text = try string()
        guard let amount = Amount(text) else { throw error("\(text) is no amount: expected decimal digits") }
        return amount
    }

    /// A list of coins, each denomination once.
    func coins() throws(JSONError) -> [Coin] {
        var coins: [Coin] = []
        for entry in try array(atMost: 1000) {
            let amount = try entry["amount"].amount()
            let coin = try entry["denom"].value { text throws(TransactionError) in
                try Coin(denomination: text, amount: amount)
            }
            if coins.contains(where: { $0.denomination == coin.denomination }) {
                throw try entry["denom"].error("\(coin.denomination) stands there twice")
            }
            coins.append(coin)
        }
        return coins
    }

    /// A number that Cosmos writes in a string; a plain number is taken too.
    func wholeNumber() throws(JSONError) -> UInt64 {
        if case .number = value { return try integer(as: UInt64.self, named: "uint64") }
        return try uint64String()
    }

    /// A length of time as Cosmos writes it in a genesis: `600s`.
    func seconds() throws(JSONError) -> Nanoseconds {
        let text = try string()
        guard text.bytes.last == UInt8(ascii: "s"), let amount = Amount(ByteString(Array(text.bytes.dropLast()))),
            let count = Int64(exactly: amount.rawValue), count <= Int64.max / 1_000_000_000
        else { throw error("\(text) is no length of time: expected seconds, as in 600s") }
        return .seconds(count)
    }

    /// A public key with its type, as the Cosmos SDK writes it; nil for `null`.
    func cosmosKey() throws(JSONError) -> PublicKey? {
        if isNull { return nil }
        let type = try self["@type"].string()
        let bytes = try self["key"].base64()
        let key: PublicKey? =
            switch type {
            case CosmosKeyType.ed25519: Ed25519PublicKey(bytes).map(PublicKey.ed25519)
            case CosmosKeyType.secp256k1: Secp256k1PublicKey(bytes).map(PublicKey.secp256k1)
            default:
                throw try self["@type"].error(
                    "\(type) is no kind of key here: expected \(CosmosKeyType.ed25519) or \(CosmosKeyType.secp256k1)")
            }
        guard let key else { throw try self["key"].error("\(bytes.count) bytes are no key of type \(type)") }
        return key
    }

    func hash(_ prefix: String = "") throws(JSONError) -> Hash {
        guard let bytes = Hex.decode(try string().description), let hash = Hash(bytes) else {
            throw error("expected \(Hash.size) bytes in hexadecimal")
        }
        return hash
    }

    func timestamp() throws(JSONError) -> Timestamp {
        guard let time = Timestamp(rfc3339: try string()) else {
            throw error("expected a time such as 2026-01-01T00:00:00Z")
        }
        return time
    }
}

/// How the Cosmos SDK names kinds of keys.
enum CosmosKeyType {
    static let ed25519: ByteString = "/cosmos.crypto.ed25519.PubKey"
    static let secp256k1: ByteString = "/cosmos.crypto.secp256k1.PubKey"
}

extension PublicKey {
    /// The key with its type, as the Cosmos SDK writes it.
    var cosmosJSON: JSONValue {
        let type =
            switch self {
            case .ed25519: CosmosKeyType.ed25519
            case .secp256k1: CosmosKeyType.secp256k1
            }
        return .members(("@type", .string(type)), ("key", .base64(bytes)))
    }
}
