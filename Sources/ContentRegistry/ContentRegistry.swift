package import ABCI
import Chain
import Cryptography
import MerkleMap
package import Transactions
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
        /// The version of the registry's messages that the next block takes.
        var messageVersion: RegistryVersion
    }

    private let reader: any StateReader
    private let cacheBytes: Int
    /// The newest version of the registry's messages that this program takes.
    let known: RegistryVersion
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
    /// - Parameters:
    ///   - cacheBytes: Bytes of the state's tree to keep in memory, at most; what is not durable yet comes on top.
    ///   - known: The newest version of the registry's messages that it takes. An older one than the newest makes it the
    ///     program that it was before: to be run beside newer ones.
    package init(
        reader: any StateReader, cacheBytes: Int = usualCacheBytes, known: RegistryVersion = .newest
    ) throws(ApplicationError) {
        self.reader = reader
        self.cacheBytes = cacheBytes
        self.known = known
        guard let bytes = try reader.value(of: CommittedHeight.key) else { return }
        let last = try StoredValue.decode(CommittedHeight.self, bytes, of: "last height")
        let map = try MerkleMap(reader: reader, pageBytesMaximum: cacheBytes)
        if map.version != last.height {
            throw ApplicationError(
                "the stored state is of height \(map.version?.description ?? "none"), and the last height is "
                    + "\(last.height)")
        }
        committed = Committed(map: map, last: last, messageVersion: try map.parameters().registryVersion)
    }

    /// An application before its genesis, with nothing stored.
    package init() {
        reader = EmptyState()
        cacheBytes = ContentRegistry.usualCacheBytes
        known = .newest
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
        var genesis = GenesisBuilder(request, try RegistryState(empty), known: known)
        try genesis.build()
        var map = try genesis.state.applied()
        let height = Height(max(1, request.initialHeight.rawValue)).previous
        let changes = try map.commit(version: height)
        let last = CommittedHeight(
            chainID: request.chainID, height: height, time: request.time, isGenesis: true,
            faultModel: request.faultModel, evidenceAge: genesis.evidenceAge, halt: nil)
        committed = Committed(map: map, last: last, messageVersion: genesis.state.parameters.registryVersion)
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
        let before = try last()
        try before.last.expectNext()
        try expectKnownVersion(before)
        let moment = before.last.moment(request.height, request.time)
        var state = try RegistryState(before.map)
        try state.forgetUnordered(before: request.time.unixNanoseconds)
        let validators = try state.validators()
        var events = try state.begin(request, at: moment)
        var results: [ExecTxResult] = []
        results.reserveCapacity(request.txs.count)
        for transaction in request.txs {
            results.append(try execute(transaction, version: version(of: before), &state, at: moment))
        }
        verified = [:]
        events += try state.end(after: validators, at: moment)
        let halt = try state.takeHaltPlan(at: moment.height)
        let updates = ContentRegistry.updates(from: validators, to: try state.validators())
        var map = try state.applied()
        let changes = try map.commit(version: request.height)
        let last = before.last.following(moment, halt: halt)
        staged = (
            Committed(map: map, last: last, messageVersion: state.parameters.registryVersion), changes + [last.staged]
        )
        founded = []
        return ResponseFinalizeBlock(
            events: events, txResults: results, validatorUpdates: updates, appHash: AppHash(map.rootHash.bytes))
    }

    private func execute(
        _ transaction: Transaction, version: RegistryVersion, _ state: inout RegistryState, at moment: BlockMoment
    ) throws(ApplicationError) -> ExecTxResult {
        let input: (decoded: SignedTransaction, verified: VerifiedTransaction?)
        do throws(TransactionError) {
            input = try decode(transaction, version)
        } catch {
            return ExecTxResult(error)
        }
        return try state.execute(input.decoded, .full, verified: input.verified, at: moment)
    }

    /// A transaction, and that its signatures are verified, when somebody has done that: what was decoded by another version
    /// of the messages is decoded again, its signatures are the same.
    private func decode(
        _ transaction: Transaction, _ version: RegistryVersion
    ) throws(TransactionError) -> (decoded: SignedTransaction, verified: VerifiedTransaction?) {
        let proof = verified[transaction.hash]
        if let proof, proof.transaction.version == version { return (proof.transaction, proof) }
        return (try SignedTransaction(transaction.bytes, version: version), proof)
    }

    /// The version of the messages that transactions are decoded by.
    ///
    /// A program that does not know the chain's makes no block any more; what it still answers is as it knows it.
    func version(of state: Committed) -> RegistryVersion { min(state.messageVersion, known) }

    /// Refuses to go on with messages that this program does not know.
    private func expectKnownVersion(_ before: Committed) throws(ApplicationError) {
        if before.messageVersion > known {
            throw ApplicationError(
                "the validators have voted for version \(before.messageVersion) of the registry's messages, and this program "
                    + "knows \(known): install a newer one, and start it with the same home")
        }
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
            input = try decode(request.tx, version(of: before))
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
            guard let decoded = (try? decode(transaction, version(of: before)))?.decoded else { continue }
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
        let before = try last()
        try before.last.expectNext()
        for transaction in request.txs {
            guard (try? decode(transaction, version(of: before))) != nil else {
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
