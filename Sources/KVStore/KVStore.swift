package import ABCI
import Chain
import Wire

/// CometBFT's example application (abci/example/kvstore): transactions `key=value`, and
/// `val=<key type>!<key in Base64>!<power>` to change the validator set.
///
/// Transactions, app hash, validator updates, events and answers to queries are those of Go's, so that nodes of both
/// kinds can share a chain. Where Go's stops the node in the middle of a block, this one refuses the block before it is
/// decided, as far as it can: see `UpdateCheck`.
package struct KVStore: Application {
    /// The protocol version that goes into headers.
    package static let appVersion: UInt64 = 1
    /// The version of ABCI it tells (CometBFT version/version.go `ABCIVersion`).
    package static let abciVersion = "2.0.0"

    /// Blocks that the node is asked to keep; 0 for all.
    private let retainBlocks: Int64
    /// Whether blocks have events of their own, for tests of the event index.
    private let hasBlockEvents: Bool
    /// What was committed last.
    var committed: KVStoreState
    /// What the block executed last leads to, until it is committed.
    var staged: KVStoreState?
    /// What leads from what is durable to `staged`, or to `committed` after `initChain`.
    package internal(set) var stagedChanges: [StagedChange] = []

    /// A store without any entry, before `initChain`.
    package init(retainBlocks: Int64 = 0, hasBlockEvents: Bool = false) {
        self.retainBlocks = retainBlocks
        self.hasBlockEvents = hasBlockEvents
        committed = KVStoreState()
    }

    /// The store that left these entries by its `stagedChanges`.
    ///
    /// - Throws: when an entry is not one that the store writes.
    package init(
        restoring entries: [(key: [UInt8], value: [UInt8])], retainBlocks: Int64 = 0, hasBlockEvents: Bool = false
    ) throws(ApplicationError) {
        self.retainBlocks = retainBlocks
        self.hasBlockEvents = hasBlockEvents
        committed = try KVStoreState(entries: entries)
    }

    package func info(_ request: RequestInfo) throws(ApplicationError) -> ResponseInfo {
        ResponseInfo(
            data: ByteString("{\"size\":\(committed.size)}"), version: ByteString(KVStore.abciVersion),
            appVersion: KVStore.appVersion, lastBlockHeight: committed.height,
            lastBlockAppHash: try committed.appHash())
    }

    package mutating func initChain(_ request: RequestInitChain) throws(ApplicationError) -> ResponseInitChain {
        var state = committed
        var changes: [StagedChange] = []
        if let types = request.consensusParams?.validator?.publicKeyTypes {
            changes.append(state.setKeyTypes(types))
        }
        for validator in request.validators { changes.append(state.apply(validator)) }
        let appHash = try state.appHash()
        committed = state
        staged = nil
        stagedChanges = changes
        return ResponseInitChain(appHash: appHash)
    }

    package mutating func commit() throws(ApplicationError) -> ResponseCommit {
        guard let staged else { throw ApplicationError("commit without an executed block") }
        committed = staged
        self.staged = nil
        stagedChanges = []
        let height = committed.height.rawValue
        let retains = retainBlocks > 0 && height >= retainBlocks
        return ResponseCommit(retainHeight: retains ? Height(height - retainBlocks + 1) : 0)
    }

    /// The events of a block, when it has some: numbers that differ between even and odd heights.
    func blockEvents(_ height: Height) -> [Event] {
        if !hasBlockEvents { return [] }
        func event(_ foo: ByteString, _ bar: ByteString) -> Event {
            Event(
                type: "begin_event",
                attributes: [
                    EventAttribute(key: "foo", value: foo, index: true),
                    EventAttribute(key: "bar", value: bar, index: true),
                ])
        }
        return height.rawValue % 2 == 0 ? [event("100", "200"), event("200", "300")] : [event("400", "300")]
    }
}
