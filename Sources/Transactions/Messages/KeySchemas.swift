package import Cryptography
package import Wire

/// The public keys that may stand in an `Any`.
package enum KeySchemas {
    static let secp256k1 = MessageSchema("cosmos.crypto.secp256k1.PubKey", [FieldSchema(1, "key", .bytes)])
    static let ed25519 = MessageSchema("cosmos.crypto.ed25519.PubKey", [FieldSchema(1, "key", .bytes)])
    package static let all = SchemaTable("public key", [secp256k1, ed25519])

    /// The key that the message holds. SDK code 8 when it is none.
    static func publicKey(_ message: StrictMessage) throws(TransactionError) -> PublicKey {
        let bytes = message.bytes(1)
        let key: PublicKey?
        if message.schema.name == secp256k1.name {
            key = Secp256k1PublicKey(bytes).map { .secp256k1($0) }
        } else {
            key = Ed25519PublicKey(bytes).map { .ed25519($0) }
        }
        if let key { return key }
        throw TransactionError(
            .invalidPublicKey, "\(message.schema.name): \(bytes.count) bytes: wrong size: invalid pubkey")
    }

    /// A validator's key. SDK code 8 when it is of another kind than Ed25519.
    static func consensusKey(_ message: StrictMessage) throws(TransactionError) -> Ed25519PublicKey {
        if case .ed25519(let key) = try publicKey(message) { return key }
        throw TransactionError(
            .invalidPublicKey, "a validator's key is \(ed25519.typeURL): validator pubkey type is not supported")
    }

    /// How an `Any` names keys of this kind.
    package static func typeURL(_ key: PublicKey) -> ByteString {
        switch key {
        case .secp256k1: secp256k1.typeURL
        case .ed25519: ed25519.typeURL
        }
    }
}

/// A key's own message: its bytes.
struct KeyBytes: ProtobufEncodable {
    let bytes: [UInt8]

    func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, bytes)
    }
}

extension ProtobufWriter {
    /// A public key as an `Any`.
    package mutating func publicKey(_ field: Int32, _ key: PublicKey) {
        any(field, KeySchemas.typeURL(key), KeyBytes(bytes: key.bytes))
    }
}
