package import Cryptography
package import JSON
import Wire

extension PublicKey: JSONCodable {
    /// The key behind the name of its type, as CometBFT's key files, genesis and RPC have it.
    package var json: JSONValue {
        switch self {
        case .ed25519(let key): .tagged("tendermint/PubKeyEd25519", .base64(key.bytes))
        case .secp256k1(let key): .tagged("tendermint/PubKeySecp256k1", .base64(key.bytes))
        }
    }

    /// Refuses `null`, for which there is no key; where a key may be missing, it is read with `decodeIfPresent`.
    ///
    /// Deviation: keys of a wrong length are refused; CometBFT reads them and fails when they are used.
    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        guard let (type, value) = try reader.tagged() else { throw reader.error("public key is missing") }
        let bytes = try value.base64()
        switch type {
        case "tendermint/PubKeyEd25519":
            guard let key = Ed25519PublicKey(bytes) else {
                throw value.error(
                    "invalid size for PubKeyEd25519. Got \(bytes.count), expected \(Ed25519PublicKey.size)")
            }
            self = .ed25519(key)
        case "tendermint/PubKeySecp256k1":
            guard let key = Secp256k1PublicKey(bytes) else {
                throw value.error(
                    "invalid size for PubKeySecp256k1. Got \(bytes.count), expected \(Secp256k1PublicKey.size)")
            }
            self = .secp256k1(key)
        default: throw reader.error("unknown type \(JSONValue.string(type))")
        }
    }
}
