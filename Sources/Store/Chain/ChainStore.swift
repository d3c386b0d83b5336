package import ABCI
package import Chain
package import Cryptography
package import Execution
import Glibc
import Invariants
import Synchronization
import Wire

/// The committed chain on disk: blocks, commits, results, state, validators, parameters, the index of hashes, and the
/// application's own entries, in one LMDB environment.
///
/// A height is one transaction, or one of several in it: after a power cut all of it is there or nothing. Readers take snapshots, which never
/// wait for the writer nor make it wait. Writers take turns; a write blocks its thread until it is durable.
///
/// Once a write has failed, every later one throws the same error, and the process ends: what is on disk is known again
/// at the next start.
package final class ChainStore: Sendable {
    /// The version of the layout.
    static let schema = "4"
    /// The one before, which lacks nothing but the index of transactions' numbers.
    private static let unnumberedSchema = "3"

    let environment: Environment
    /// Holding the folder's lock keeps other processes out of the environment. nil for one that only reads.
    private let folder: DataFolder?
    private let failure = Mutex<StoreError?>(nil)

    /// Opens the store in a data folder, or makes an empty one.
    ///
    /// - Parameters:
    ///   - mapBytes: Address space to take; nil for a terabyte, or what the system grants of it.
    ///   - readTimeMaximum: How long a snapshot may be used.
    package init(
        in folder: DataFolder, mapBytes: Int? = nil, readTimeMaximum: Duration = .seconds(1)
    ) throws(StoreError) {
        self.folder = folder
        environment = try Environment(
            folder.folder.path(of: "chain.lmdb"), mapBytes: mapBytes, readTimeMaximum: readTimeMaximum
        ) { (transaction) throws(StoreError) in
            try transaction.put(Array(ChainStore.schema.utf8), for: .schema)
        }
        let (schema, path) = try environment.read(
            { (transaction) throws(StoreError) in
                let bytes = try transaction.present(try transaction.value(.schema), .schema)
                return (String(decoding: bytes, as: UTF8.self), transaction.path)
            }, failure: { $0 })
        switch schema {
        case ChainStore.schema: break
        case ChainStore.unnumberedSchema:
            try write { (transaction) throws(StoreError) in
                try transaction.indexNumbers()
                try transaction.put(Array(ChainStore.schema.utf8), for: .schema)
            }
        default: throw .otherSchema(path: path, schema: schema, known: ChainStore.schema)
        }
    }

    /// Opens the store of a data folder to read it, also while the node runs that has the folder's lock.
    package init(reading dataFolder: String, readTimeMaximum: Duration = .seconds(1)) throws(StoreError) {
        folder = nil
        environment = try Environment(reading: "\(dataFolder)/chain.lmdb", readTimeMaximum: readTimeMaximum)
        let (schema, path) = try environment.read(
            { (transaction) throws(StoreError) in
                let bytes = try transaction.present(try transaction.value(.schema), .schema)
                return (String(decoding: bytes, as: UTF8.self), transaction.path)
            }, failure: { $0 })
        if schema != ChainStore.schema { throw .otherSchema(path: path, schema: schema, known: ChainStore.schema) }
    }

    /// The folder of the environment's files.
    package var path: String { environment.path }

    /// Bytes of address space that the store has mapped.
    package var mapBytes: Int { environment.mapBytes }

    // MARK: Reading

    /// Gives the body a consistent view of what was committed last.
    ///
    /// The body does not wait for anything: a snapshot that is older than a second throws `readTooLong` at its next
    /// use, since while it is open no page can be used again that a write has freed.
    ///
    /// - Parameter time: How long the body may take, when that is more than a second: the file grows by what is
    ///   committed meanwhile.
    package func read<Result>(
        within time: Duration? = nil, _ body: (ChainSnapshot) throws -> Result
    ) throws -> Result {
        try environment.read(within: time, { try body(ChainSnapshot($0)) }, failure: { $0 })
    }

    /// The longest time for which a snapshot was held since the last call.
    package func takeLongestRead() -> Duration { environment.takeLongestRead() }

    /// All entries of the application, in the order of their keys, in as many snapshots as it takes; for the start,
    /// before anything is committed.
    package func applicationEntries() throws -> [(key: [UInt8], value: [UInt8])] {
        var entries: [(key: [UInt8], value: [UInt8])] = []
        var next: HeightRange?
        while true {
            let page = try read { snapshot in
                let range = try snapshot.transaction.range()
                invariant(next == nil || next == range, "nothing is committed while an application is restored")
                next = range
                return try snapshot.applicationEntries(after: entries.last?.key, atMost: 4096)
            }
            if page.isEmpty { return entries }
            entries += page
        }
    }

    /// The value of an entry of the application, as the last durable block left it.
    func applicationValue(_ key: [UInt8]) throws(StoreError) -> [UInt8]? {
        try environment.read(
            { (transaction) throws(StoreError) in try transaction.entry(ApplicationKey(key)) }, failure: { $0 })
    }

    // MARK: Writing

    /// Makes the chain's first state durable, with what the genesis put into the application's store. Before the first
    /// block it may be done again, and then replaces what was there.
    package func initialize(state: ChainState, changes: [StagedChange]) throws(StoreError) {
        try write { (transaction) throws(StoreError) in
            try transaction.begin(with: state, changes: changes)
        }
    }

    /// Makes entries of the application durable before the chain's state is there that they belong to.
    package func restore(_ changes: [StagedChange]) throws(StoreError) {
        try write { (transaction) throws(StoreError) in try transaction.restore(changes) }
    }

    /// Makes a state durable that was not reached by this store's own blocks, with what is kept of its last block and
    /// the last of the application's entries of that height: the store goes on from there.
    ///
    /// - Parameters:
    ///   - block: The last block, whose contents are not there.
    ///   - seenCommit: Its commit, with extensions where it has them.
    ///   - changes: Beside what `restore(_:)` was given.
    package func restore(
        state: ChainState, block: BlockMeta, seenCommit: ExtendedCommit, changes: [StagedChange]
    ) throws(StoreError) {
        invariant(
            block.header.height == state.lastBlockHeight && seenCommit.height == state.lastBlockHeight,
            "a state comes with its last block and the commit of it")
        try write { (transaction) throws(StoreError) in
            try transaction.begin(with: state, after: block, seenCommit: seenCommit, changes: changes)
        }
    }

    /// Makes a block and all that followed from it durable. It is when this returns.
    package func commit(_ record: BlockRecord) throws(StoreError) { try commit([record]) }

    /// Makes blocks durable, each with all that followed from it, in one transaction: after a power cut all of them are
    /// there or none. They are when this returns.
    package func commit(_ records: [BlockRecord]) throws(StoreError) {
        try write { (transaction) throws(StoreError) in try transaction.commit(records) }
    }

    /// Records that the operator lets this node sign again though a validator has signed twice.
    ///
    /// - Parameters:
    ///   - name: `Equivocation.hash`. It need not be known here yet: what was seen while a height was being decided is
    ///     in the log alone.
    ///   - time: When, in seconds since 1970.
    package func resume(after name: Hash, at time: UInt64) throws(StoreError) {
        try write { (transaction) throws(StoreError) in
            try transaction.put(time.bigEndianBytes, for: .resumption(name))
        }
    }

    /// Records what the operator says of validators that lost their data together, in the place of what was said before.
    package func note(_ loss: SharedLoss) throws(StoreError) {
        try write { (transaction) throws(StoreError) in try transaction.put(loss.protobuf, for: .sharedLoss) }
    }

    /// Takes back the last block, with all that followed from it, in one transaction.
    ///
    /// - Parameters:
    ///   - state: The state before it.
    ///   - rebuild: Makes the application's entries of that state: it is given what reads what it has written, and what
    ///     writes. The block that it returns is committed anew, in the same transaction.
    package func rollBack(
        to state: ChainState,
        rebuild: (_ reader: any StateReader, _ apply: ([StagedChange]) throws -> Void) throws -> BlockRecord?
    ) throws {
        var cause: (any Error)?
        do {
            try write { (transaction) throws(StoreError) in
                try transaction.removeLastBlock(leaving: state)
                let record: BlockRecord?
                do {
                    record = try rebuild(ChainSnapshot(transaction).applicationState) { changes in
                        try transaction.put(changes)
                    }
                } catch {
                    cause = error
                    throw StoreError.failed(operation: "roll back", path: transaction.path, code: ECANCELED)
                }
                if let record { try transaction.commit([record]) }
            }
        } catch {
            if let cause { throw cause }
            throw error
        }
    }

    /// Forgets blocks, commits, results and the index below a height; of heights that evidence may still be about,
    /// headers, commits and validators stay.
    ///
    /// - Parameters:
    ///   - height: The lowest block to keep. The last block always stays.
    ///   - limit: How many heights go at once, so that the next commit does not wait long.
    /// - Returns: Whether all is done.
    package func prune(below height: Height, limit: Int = 100) throws(StoreError) -> Bool {
        try write { (transaction) throws(StoreError) in try transaction.prune(below: height, limit: limit) }
    }

    /// Writes a copy into another folder that takes no more room than its data.
    package func compact(to path: String) throws(StoreError) {
        try environment.copy(to: path)
    }

    /// The one way to the disk.
    private func write<Result>(_ body: (Transaction) throws(StoreError) -> Result) throws(StoreError) -> Result {
        if let failure = failure.withLock({ $0 }) { throw failure }
        do {
            return try environment.write(body)
        } catch {
            failure.withLock { $0 = error }
            throw error
        }
    }
}
