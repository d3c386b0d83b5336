package import ABCI
import Chain
import Cryptography
import Wire

extension KVStore {
    /// The value of a key, or at the path `/val` the last update of the validator whose key is asked for, as delimited
    /// protobuf. Other paths mean nothing. There are no proofs: `prove` changes only the index, as in Go's.
    package func query(_ request: RequestQuery) throws(ApplicationError) -> ResponseQuery {
        if request.path == "/val" {
            let update = committed.validator(withKey: request.data)
            return ResponseQuery(key: request.data, value: update?.delimitedProtobuf ?? [])
        }
        let value = committed.value(of: request.data)
        return ResponseQuery(
            log: value == nil ? "does not exist" : "exists", index: request.prove ? -1 : 0, key: request.data,
            value: value ?? [], height: committed.height)
    }
}

extension KVStoreState {
    /// The validator with these bytes for a key, whatever its kind.
    fileprivate func validator(withKey bytes: [UInt8]) -> ValidatorUpdate? {
        let keys = [
            Ed25519PublicKey(bytes).map(PublicKey.ed25519), Secp256k1PublicKey(bytes).map(PublicKey.secp256k1),
        ]
        return keys.lazy.compactMap { $0.flatMap { validators[$0.address] } }.first
    }
}
