package import ABCI
import Chain
package import Wire

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
    package static let abciVersion: ByteString = "2.0.0"
    /// The stored entry that tells the height; every chain of the store has it.
    package static var heightKey: [UInt8] { KVStoreChange.countersKey.bytes }

    /// Blocks that the node is asked to keep; 0 for all.
    private let retainBlocks: Int64
    /// Whether blocks have events of their own, for tests of the event index.
    private let hasBlockEvents: Bool
    /// What was committed last.
    private(set) var committed = KVStoreState()
    /// What the block executed last changes; nil when it is committed.
    private var staged: [KVStoreChange]?
    /// What `initChain` changed, until the first block is executed.
    private var founded: [KVStoreChange] = []

    /// A store without any entry, before `initChain`.
    package init(retainBlocks: Int64 = 0, hasBlockEvents: Bool = false) {
        self.retainBlocks = retainBlocks
        self.hasBlockEvents = hasBlockEvents
    }

    /// The store that left these entries by its `stagedChanges`.
    ///
    /// - Throws: when an entry is not one that the store writes.
    package init(
        restoring entries: [(key: [UInt8], value: [UInt8])], retainBlocks: Int64 = 0, hasBlockEvents: Bool = false
    ) throws(ApplicationError) {
        self.init(retainBlocks: retainBlocks, hasBlockEvents: hasBlockEvents)
        for (key, value) in entries { committed.apply(try KVStoreChange(key: key, value: value)) }
    }

    package func info(_ request: RequestInfo) throws(ApplicationError) -> ResponseInfo {
        ResponseInfo(
            data: ByteString("{\"size\":\(committed.size)}"), version: KVStore.abciVersion,
            appVersion: KVStore.appVersion, lastBlockHeight: committed.height,
            lastBlockAppHash: try KVStoreState.appHash(size: committed.size))
    }

    /// Takes over the genesis's validators at once: no `commit` follows.
    package mutating func initChain(_ request: RequestInitChain) throws(ApplicationError) -> ResponseInitChain {
        let appHash = try KVStoreState.appHash(size: committed.size)
        var changes = request.validators.map(KVStoreChange.validator)
        if let types = request.consensusParams?.validator?.publicKeyTypes { changes.append(.keyTypes(types)) }
        for change in changes { committed.apply(change) }
        staged = nil
        founded = changes
        return ResponseInitChain(appHash: appHash)
    }

    /// Keeps what a block changes until it is committed; what a block before it wanted to change is forgotten.
    mutating func stage(_ changes: [KVStoreChange]) {
        staged = changes
        founded = []
    }

    package var stagedChanges: [StagedChange] { (staged ?? founded).map { $0.staged } }

    package mutating func commit() throws(ApplicationError) -> ResponseCommit {
        guard let changes = staged else { throw ApplicationError("commit without an executed block") }
        staged = nil
        for change in changes { committed.apply(change) }
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
