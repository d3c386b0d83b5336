package import ABCI
import Chain
import Cryptography
import MerkleMap
import Transactions
package import Wire

/// DAON's application: a registry of works and their licences, with accounts.
///
/// The state is one `MerkleMap`, whose root is the app hash; `StateKey` says what is in it. What a block changes is in
/// `staged` until it is committed.
package struct ContentRegistry: Application {
    /// The protocol version that goes into headers.
    package static let appVersion: UInt64 = 1
    /// What it says of itself.
    package static let version: ByteString = "1.0.0"
    /// Upgrades that validators may vote for and that this program has.
    static let upgrades: Set<ByteString> = []
    /// The stored entry that tells the height; every chain of the registry has it.
    package static var heightKey: [UInt8] { CommittedHeight.key }

    /// The state as of the last block, and which block that is; nil before the genesis.
    struct Committed: Sendable {
        var map: MerkleMap
        var last: CommittedHeight
    }

    private let reader: any StateReader
    private let cacheBytes: Int
    private(set) var committed: Committed?
    /// What the block executed last led to, until it is committed.
    private var staged: (committed: Committed, changes: [StagedChange])?
    /// What the genesis put into the store, until the first block is executed.
    private var founded: [StagedChange] = []
    /// The state that CheckTx judges by: what was committed, with the sequences of the transactions that wait.
    private var mempool: RegistryState?
    /// Transactions whose signatures somebody has verified, for the next call.
    var verified: [Hash: VerifiedTransaction] = [:]

    /// Bytes of memory for the state's tree, unless another number is given.
    package static var usualCacheBytes: Int { MerkleMap.usualPageBytes }

    /// The application that left these entries by its `stagedChanges`; one before its genesis when there are none.
    ///
    /// - Parameter cacheBytes: Bytes of the state's tree to keep in memory, at most; what is not durable yet comes on top.
    package init(reader: any StateReader, cacheBytes: Int = usualCacheBytes) throws(ApplicationError) {
        self.reader = reader
        self.cacheBytes = cacheBytes
        guard let bytes = try reader.value(of: CommittedHeight.key) else { return }
        let last = try StoredValue.decode(CommittedHeight.self, bytes, of: "last height")
        let map = try MerkleMap(reader: reader, pageBytesMaximum: cacheBytes)
        if map.version != last.height {
            throw ApplicationError(
                "the stored state is of height \(map.version?.description ?? "none"), and the last height is "
                    + "\(last.height)")
        }
        committed = Committed(map: map, last: last)
    }

    /// An application before its genesis, with nothing stored.
    package init() {
        reader = EmptyState()
        cacheBytes = ContentRegistry.usualCacheBytes
    }

    package func info(_ request: RequestInfo) throws(ApplicationError) -> ResponseInfo {
        guard let committed else {
            return ResponseInfo(data: "daon", version: ContentRegistry.version, appVersion: ContentRegistry.appVersion)
        }
        return ResponseInfo(
            data: "daon", version: ContentRegistry.version, appVersion: ContentRegistry.appVersion,
            lastBlockHeight: committed.last.isGenesis ? 0 : committed.last.height,
            lastBlockAppHash: AppHash(committed.map.rootHash.bytes))
    }

    package mutating func initChain(_ request: RequestInitChain) throws(ApplicationError) -> ResponseInitChain {
        if committed != nil { throw ApplicationError("the chain has a genesis already") }
        let empty = try MerkleMap(reader: reader, pageBytesMaximum: cacheBytes)
        var genesis = GenesisBuilder(request, try RegistryState(empty))
        try genesis.build()
        var map = try genesis.state.applied()
        let height = Height(max(1, request.initialHeight.rawValue)).previous
        let changes = try map.commit(version: height)
        let last = CommittedHeight(
            chainID: request.chainID, height: height, time: request.time, isGenesis: true,
            faultModel: request.faultModel, evidenceAge: genesis.evidenceAge, halt: nil)
        committed = Committed(map: map, last: last)
        founded = changes + [last.staged]
        staged = nil
        mempool = nil
        return ResponseInitChain(
            validators: genesis.validatorUpdates, appHash: AppHash(map.rootHash.bytes))
    }

    // MARK: Blocks

    /// Executes a block over what was committed; a block executed before and not committed is forgotten.
    package mutating func finalizeBlock(
        _ request: RequestFinalizeBlock
    ) throws(ApplicationError) -> ResponseFinalizeBlock {
        let before = try self.last()
        try before.last.expectNext()
        let moment = before.last.moment(request.height, request.time)
        var state = try RegistryState(before.map)
        try state.expectKnownVersion()
        try state.forgetUnordered(before: request.time.unixNanoseconds)
        let validators = try state.validators()
        var events = try state.begin(request, at: moment)
        var results: [ExecTxResult] = []
        results.reserveCapacity(request.txs.count)
        for transaction in request.txs {
            results.append(try execute(transaction, &state, at: moment))
        }
        verified = [:]
        events += try state.end(after: validators, at: moment)
        let halt = try state.takeHaltPlan(at: moment.height)
        let updates = ContentRegistry.updates(from: validators, to: try state.validators())
        var map = try state.applied()
        let changes = try map.commit(version: request.height)
        let last = before.last.following(moment, halt: halt)
        staged = (Committed(map: map, last: last), changes + [last.staged])
        founded = []
        return ResponseFinalizeBlock(
            events: events, txResults: results, validatorUpdates: updates, appHash: AppHash(map.rootHash.bytes))
    }

    private func execute(
        _ transaction: Transaction, _ state: inout RegistryState, at moment: BlockMoment
    ) throws(ApplicationError) -> ExecTxResult {
        let input: (decoded: SignedTransaction, verified: VerifiedTransaction?)
        do throws(TransactionError) {
            input = try decode(transaction)
        } catch {
            return ExecTxResult(error)
        }
        return try state.execute(input.decoded, .full, verified: input.verified, at: moment)
    }

    /// A transaction, and that its signatures are verified, when somebody has done that.
    private func decode(
        _ transaction: Transaction
    ) throws(TransactionError) -> (decoded: SignedTransaction, verified: VerifiedTransaction?) {
        if let known = verified[transaction.hash] { return (known.transaction, known) }
        return (try SignedTransaction(transaction.bytes), nil)
    }

    package var stagedChanges: [StagedChange] { staged?.changes ?? founded }

    package mutating func commit() throws(ApplicationError) -> ResponseCommit {
        guard let staged else { throw ApplicationError("commit without an executed block") }
        committed = staged.committed
        self.staged = nil
        mempool = nil
        return ResponseCommit()
    }

    package mutating func dropCache() {
        committed?.map.dropCache()
        mempool = nil
    }

    /// What was committed last.
    func last() throws(ApplicationError) -> Committed {
        guard let committed else { throw ApplicationError("there is no genesis yet") }
        return committed
    }

    // MARK: Transactions that are no block yet

    /// Judges form, time, sequence and signatures; what the messages do is found out in the block.
    package mutating func checkTx(_ request: RequestCheckTx) throws(ApplicationError) -> ResponseCheckTx {
        let before = try last()
        let input: (decoded: SignedTransaction, verified: VerifiedTransaction?)
        do throws(TransactionError) {
            input = try decode(request.tx)
        } catch {
            return ResponseCheckTx(refusal: error)
        }
        let transaction = input.decoded
        verified[transaction.hash] = nil
        let limit = Int64(clamping: transaction.authentication.fee.gasLimit)
        var state: RegistryState
        if let mempool {
            state = mempool
            self.mempool = nil
        } else {
            state = try RegistryState(before.map)
        }
        defer { mempool = state }
        let moment = before.last.next(localTime: request.localTime)
        let refusal = try state.attempt { (state) in
            try state.admit(transaction, .full, verified: input.verified, at: moment)
        }
        if let refusal { return ResponseCheckTx(refusal: refusal, gasWanted: limit) }
        return ResponseCheckTx(
            gasWanted: limit, gasUsed: Int64(clamping: GasTable.gas(of: transaction.body)))
    }

    /// Leaves out what the block's time does not reach yet: a chain that made no block for hours has a first block whose
    /// time is hours old. Such transactions stay in the mempool, and the block after has its time from now.
    package mutating func prepareProposal(
        _ request: RequestPrepareProposal
    ) throws(ApplicationError) -> ResponsePrepareProposal {
        let before = try last()
        try before.last.expectNext()
        let moment = before.last.moment(request.height, request.time)
        var state = try RegistryState(before.map)
        var room = max(0, request.maxTxBytes)
        var chosen: [Transaction] = []
        for transaction in request.txs {
            guard let decoded = (try? decode(transaction))?.decoded else { continue }
            let refusal = try state.attempt { (state) in
                try state.admit(decoded, .withoutSignatures, at: moment)
            }
            if refusal != nil { continue }
            room -= Int64(transaction.bytes.count)
            if room < 0 { break }
            chosen.append(transaction)
        }
        return ResponsePrepareProposal(txs: chosen)
    }

    /// Accepts whatever can be read: what a transaction of a block does, or why it does nothing, is the same everywhere.
    package mutating func processProposal(
        _ request: RequestProcessProposal
    ) throws(ApplicationError) -> ResponseProcessProposal {
        try last().last.expectNext()
        for transaction in request.txs {
            guard (try? decode(transaction)) != nil else {
                return ResponseProcessProposal(status: .reject)
            }
        }
        return ResponseProcessProposal(status: .accept)
    }
}

extension ResponseCheckTx {
    /// Without data: CometBFT writes it in hexadecimal, and cosmjs reads Base64.
    fileprivate init(refusal: TransactionError, gasWanted: Int64 = 0) {
        self.init(
            code: refusal.code, log: ByteString(refusal.log), gasWanted: gasWanted, codespace: refusal.codespace)
    }
}
