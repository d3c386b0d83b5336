package import ABCI
import Wire

extension KVStore {
    /// The value of a key, or at the path `/val` the last update of the validator whose key is asked for, as delimited
    /// protobuf. Other paths mean nothing. There are no proofs: `prove` changes only the index, as in Go's.
    package func query(_ request: RequestQuery) throws(ApplicationError) -> ResponseQuery {
        if request.path == "/val" {
            let value = committed.entry(KVStoreState.validatorPrefix, request.data)
            return ResponseQuery(key: request.data, value: value ?? [])
        }
        let value = committed.entry(KVStoreState.pairPrefix, request.data)
        return ResponseQuery(
            log: value == nil ? "does not exist" : "exists", index: request.prove ? -1 : 0, key: request.data,
            value: value ?? [], height: committed.height)
    }
}
