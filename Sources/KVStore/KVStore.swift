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
    /// Blocks whose stored pairs are for the most part no longer valid. What is valid is stored anew with the next block.
    private var outworn: [Height] = []
    /// Pairs that may be stored in vain, besides as many as are valid.
    private static let outwornMinimum = 1_024

    /// A store without any entry, before `initChain`.
    package init(retainBlocks: Int64 = 0, hasBlockEvents: Bool = false) {
        self.retainBlocks = retainBlocks
        self.hasBlockEvents = hasBlockEvents
    }

    /// The store that left these entries by its `stagedChanges`, in any order.
    ///
    /// - Throws: when an entry is not one that the store writes.
    package init(
        restoring entries: [(key: [UInt8], value: [UInt8])], retainBlocks: Int64 = 0, hasBlockEvents: Bool = false
    ) throws(ApplicationError) {
        self.init(retainBlocks: retainBlocks, hasBlockEvents: hasBlockEvents)
        var blocks: [(height: Height, list: KVPairList)] = []
        for (key, value) in entries {
            switch try KVStoreChange(key: key, value: value) {
            case .pairs(let list, let height): blocks.append((height, list))
            case let change: committed.apply(change)
            }
        }
        blocks.sort { $0.height < $1.height }
        var stored = 0
        for (height, list) in blocks {
            committed.apply(.pairs(list, height: height))
            stored += list.pairs.count
        }
        if stored > 2 * committed.pairCount + KVStore.outwornMinimum { outworn = blocks.map(\.height) }
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

    package var stagedChanges: [StagedChange] {
        guard let staged else { return founded.map(\.staged) }
        return (renewed() + staged).map(\.staged)
    }

    /// What is valid of outworn entries, spread over them; each of them is changed.
    private func renewed() -> [KVStoreChange] {
        if outworn.isEmpty { return [] }
        let pairs = committed.sortedPairs
        let share = (pairs.count + outworn.count - 1) / outworn.count
        return outworn.enumerated().map { index, height in
            let start = min(index * share, pairs.count)
            return .pairs(KVPairList(pairs: Array(pairs[start..<min(start + share, pairs.count)])), height: height)
        }
    }

    package mutating func commit() throws(ApplicationError) -> ResponseCommit {
        guard let changes = staged else { throw ApplicationError("commit without an executed block") }
        staged = nil
        for change in changes { committed.apply(change) }
        outworn = []
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
