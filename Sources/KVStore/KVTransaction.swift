import ABCI
import Chain
import Cryptography
import Wire

/// What a transaction asks for.
enum KVTransaction: Hashable, Sendable {
    /// Parts of the transaction's bytes.
    case pair(key: ArraySlice<UInt8>, value: ArraySlice<UInt8>)
    case validator(ValidatorUpdate)

    /// Reads a transaction as a block has it.
    ///
    /// A pair is whatever one `=` divides in two, since that is what Go's can execute; mempool and proposals ask for more.
    init(_ transaction: Transaction) throws(ApplicationError) {
        let bytes = transaction.bytes
        let prefix = KVStoreChange.validatorPrefix.bytes
        if bytes.starts(with: prefix) {
            self = .validator(try KVTransaction.update(Array(bytes.dropFirst(prefix.count))))
            return
        }
        guard let (key, value) = KVTransaction.pair(bytes) else {
            let count = KVTransaction.parts(bytes, separator: UInt8(ascii: "=")).count
            throw ApplicationError("unexpected tx format. Expected 2 got \(count)")
        }
        self = .pair(key: key, value: value)
    }

    /// What stands before and behind the one `=` that there is; nil when there is none, or more than one.
    static func pair(_ bytes: [UInt8]) -> (key: ArraySlice<UInt8>, value: ArraySlice<UInt8>)? {
        let sign = UInt8(ascii: "=")
        let place = bytes.withUnsafeBufferPointer { bytes -> Int? in
            guard let first = bytes.firstIndex(of: sign) else { return nil }
            return bytes[(first + 1)...].contains(sign) ? nil : first
        }
        return place.map { (bytes[..<$0], bytes[($0 + 1)...]) }
    }

    /// `type!key!power`, after `val=`.
    private static func update(_ bytes: [UInt8]) throws(ApplicationError) -> ValidatorUpdate {
        let parts = parts(bytes, separator: UInt8(ascii: "!")).map { String(decoding: $0, as: UTF8.self) }
        if parts.count != 3 {
            throw ApplicationError("expected 'pubkeytype!pubkey!power'. Got [\(parts.joined(separator: " "))]")
        }
        guard let key = Base64.decode(parts[1]) else {
            throw ApplicationError("pubkey (\(parts[1])) is invalid base64")
        }
        guard let power = Int64(parts[2]) else { throw ApplicationError("power (\(parts[2])) is not an int") }
        if power < 0 { throw ApplicationError("power can not be less than 0, got \(power)") }
        return ValidatorUpdate(pubKey: try publicKey(key, type: parts[0]), power: VotingPower(power))
    }

    /// Deviation: Go's takes any type and size of key here, and the node stops when the block is executed. A transaction
    /// that no node can execute is not let in.
    private static func publicKey(_ bytes: [UInt8], type: String) throws(ApplicationError) -> PublicKey {
        switch type {
        case "", Ed25519PublicKey.typeName:
            if let key = Ed25519PublicKey(bytes) { return .ed25519(key) }
            throw ApplicationError(
                "invalid size for PubKeyEd25519. Got \(bytes.count), expected \(Ed25519PublicKey.size)")
        case Secp256k1PublicKey.typeName:
            if let key = Secp256k1PublicKey(bytes) { return .secp256k1(key) }
            throw ApplicationError(
                "invalid size for PubKeySecp256k1. Got \(bytes.count), expected \(Secp256k1PublicKey.size)")
        default:
            throw ApplicationError("key type \(type) not supported")
        }
    }

    private static func parts(_ bytes: [UInt8], separator: UInt8) -> [[UInt8]] {
        bytes.split(separator: separator, omittingEmptySubsequences: false).map(Array.init)
    }
}
