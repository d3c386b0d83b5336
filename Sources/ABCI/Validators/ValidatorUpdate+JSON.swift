import Chain
import Cryptography
package import JSON
import Wire

extension ValidatorUpdate: JSONCodable {
    /// `/block_results` and `NewBlock` events: the key as protobuf's oneof behind a Go interface, the power left out
    /// when zero.
    package var json: JSONValue {
        .members(
            leavingOutNil: ("pub_key", .members(("Sum", keyJSON))),
            ("power", power == 0 ? nil : .decimal(power.rawValue)))
    }

    private var keyJSON: JSONValue {
        switch pubKey {
        case .ed25519(let key):
            .tagged("tendermint.crypto.PublicKey_Ed25519", .members(("ed25519", .base64(key.bytes))))
        case .secp256k1(let key):
            .tagged("tendermint.crypto.PublicKey_Secp256K1", .members(("secp256k1", .base64(key.bytes))))
        }
    }

    package init(json: JSONValue) throws(JSONError) {
        let reader = JSONReader(json)
        self.init(
            pubKey: try ValidatorUpdate.key(try reader["pub_key"]["Sum"]),
            power: VotingPower(try reader["power"].int64String()))
    }

    private static func key(_ reader: JSONReader) throws(JSONError) -> PublicKey {
        guard let (type, value) = try reader.tagged() else {
            throw reader.error("fromproto: key type <nil> is not supported")
        }
        switch type {
        case "tendermint.crypto.PublicKey_Ed25519":
            let bytes = try value["ed25519"].base64()
            if let key = Ed25519PublicKey(bytes) { return .ed25519(key) }
        case "tendermint.crypto.PublicKey_Secp256K1":
            let bytes = try value["secp256k1"].base64()
            if let key = Secp256k1PublicKey(bytes) { return .secp256k1(key) }
        default:
            break
        }
        throw reader.error("no public key of type \(type)")
    }
}
