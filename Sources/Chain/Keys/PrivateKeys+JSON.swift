package import Cryptography
package import JSON
import Wire

// Key files hold a private key behind the name of its type. Writing one takes a call that says so: private keys have no
// `json` that a larger value could pick up.

extension Ed25519PrivateKey {
    private static let typeTag: ByteString = "tendermint/PrivKeyEd25519"

    /// The secret as it stands in `priv_validator_key.json` and `node_key.json`: the seed, then the public key.
    package var exportedJSON: JSONValue {
        .tagged(Self.typeTag, withExportedSeedAndPublicKey { .base64(Array($0)) })
    }

    /// The key in a key file's form. Its errors show nothing of it.
    package static func decoded(from json: JSONValue) throws(JSONError) -> Ed25519PrivateKey {
        let bytes = try PrivateKeyText.bytes(in: JSONReader(json), typeTag: typeTag)
        guard let key = Ed25519PrivateKey(seedAndPublicKey: bytes) else {
            throw JSONError("not a seed of 32 bytes and its public key", path: "value")
        }
        return key
    }
}

extension Secp256k1PrivateKey {
    private static let typeTag: ByteString = "tendermint/PrivKeySecp256k1"

    /// The secret as it stands in a key file.
    package var exportedJSON: JSONValue {
        .tagged(Self.typeTag, withExportedBytes { .base64(Array($0)) })
    }

    /// The key in a key file's form. Its errors show nothing of it.
    package static func decoded(from json: JSONValue) throws(JSONError) -> Secp256k1PrivateKey {
        let bytes = try PrivateKeyText.bytes(in: JSONReader(json), typeTag: typeTag)
        guard let key = Secp256k1PrivateKey(bytes) else {
            throw JSONError("not a number of 32 bytes below the group order", path: "value")
        }
        return key
    }
}

private enum PrivateKeyText {
    static func bytes(in reader: JSONReader, typeTag: ByteString) throws(JSONError) -> [UInt8] {
        guard let (type, value) = try reader.tagged() else { throw reader.error("private key is missing") }
        if type != typeTag { throw reader.error("unknown type \(JSONValue.string(type))") }
        guard case .string(let text) = value.value, let bytes = Base64.decode(text.description) else {
            throw value.error("illegal base64 data")
        }
        return bytes
    }
}
