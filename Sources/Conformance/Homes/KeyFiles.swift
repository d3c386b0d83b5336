import Chain
import Cryptography
import JSON
import Wire

/// Key files: `priv_validator_key.json`, `node_key.json`, and those of all validators in `keys_all.json`.
///
/// Only public parts are compared, so that no report shows a secret.
enum KeyFiles {
    static func runValidatorKey(_ file: VectorMember, _ checker: inout Checker) {
        checker.attempt("validator key") { checker in _ = try validatorKey(file, &checker) }
    }

    static func runNodeKey(_ file: VectorMember, _ checker: inout Checker) {
        checker.attempt("node key") { checker in
            let id = try nodeID(file)
            checker.expect("node ID read from text", id, try NodeID(id.text))
        }
    }

    static func runAll(_ file: VectorMember, _ checker: inout Checker) {
        checker.each(file["nodes"]) { node, checker in
            _ = try validatorKey(node["priv_validator_key"], &checker)
            checker.expect("node ID", try node["node_id"].text(), try nodeID(node["node_key"]).description)
        }
    }

    /// The validator's key, its public parts compared with what stands beside it.
    static func validatorKey(_ file: VectorMember, _ checker: inout Checker) throws -> Ed25519PrivateKey {
        let key = try Ed25519PrivateKey.decoded(from: file["priv_key"].json)
        let publicKey = PublicKey.ed25519(key.publicKey)
        checker.expect("public key", json: file["pub_key"].json, publicKey.json)
        checker.expect("address", try file["address"].text(), publicKey.address.description)
        return key
    }

    /// The name of the node with this key.
    static func nodeID(_ file: VectorMember) throws -> NodeID {
        let key = try Ed25519PrivateKey.decoded(from: file["priv_key"].json)
        return NodeID(PublicKey.ed25519(key.publicKey))
    }
}
