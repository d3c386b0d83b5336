import ABCI
import ArgumentParser
import Chain
import ContentRegistry
import Cryptography
import Execution
import Store
import StoreFixtures
import Transactions
import Wire

/// A chain of the registry, whose blocks go through all that a node does with them but consensus.
struct RegistryRun {
    private static let begin: Int64 = 1_780_000_000

    private var application: ContentRegistry
    private var source: BlockSource
    private let memory = MemoryState()
    /// The store and the blocks that it gets; nil when the state is in memory.
    private var disk: (store: ChainStore, chain: TestChain)?
    private var height: Int64 = 0

    /// - Parameter folder: Of the store; nil for none.
    init(_ key: Secp256k1PrivateKey, storedIn folder: String?) throws {
        source = BlockSource(key)
        let store = try folder.map { try ChainStore(in: DataFolder($0)) }
        application = try ContentRegistry(reader: store.map { StoredState($0) } ?? memory)
        let address = AccountAddress(.secp256k1(key.publicKey))
        let account =
            #"{"@type":"/cosmos.auth.v1beta1.BaseAccount","address":"\#(address)","account_number":"0","sequence":"0"}"#
        _ = try application.initChain(
            RequestInitChain(
                time: try RegistryRun.moment(0), chainID: BlockSource.chainID,
                appStateBytes: Array(#"{"auth":{"accounts":[\#(account)]}}"#.utf8), initialHeight: 1))
        if let store {
            let chain = try TestChain(validators: 1)
            try store.initialize(state: chain.state, changes: application.stagedChanges)
            disk = (store, chain)
        } else {
            memory.apply(application.stagedChanges)
        }
    }

    /// Works that were registered.
    var records: Int { source.registered }

    /// Registers works in blocks.
    mutating func register(_ count: Int, works: Int, block: Int, _ times: inout StageTimes) throws {
        var rest = count
        while rest > 0 {
            height += 1
            let time = try RegistryRun.moment(height)
            let transactions = source.transactions(records: min(block, rest), works: works, at: time)
            rest -= block
            try execute(transactions, at: time, &times)
        }
    }

    private mutating func execute(
        _ transactions: [Transaction], at time: Timestamp, _ times: inout StageTimes
    ) throws {
        // The copies that a node has: one for the mempool, one for consensus.
        var mempool = application
        let proofs = times.measure("verify") { transactions.compactMap { application.verifySignatures(of: $0) } }
        try times.measure("check") {
            mempool.take(proofs)
            for transaction in transactions {
                let answer = try mempool.checkTx(RequestCheckTx(tx: transaction, localTime: time))
                if answer.code != 0 { throw ArgumentParser.ValidationError("refused: \(answer.log)") }
            }
        }
        try times.measure("propose") {
            application.take(proofs)
            let request = RequestPrepareProposal(
                maxTxBytes: 1 << 30, txs: transactions, height: Height(height), time: time)
            if try application.prepareProposal(request).txs.count != transactions.count {
                throw ArgumentParser.ValidationError("not all are proposed")
            }
        }
        application.take(proofs)
        let response = try times.measure("execute") {
            try application.finalizeBlock(
                RequestFinalizeBlock(txs: transactions, height: Height(height), time: time))
        }
        if let failed = response.txResults.first(where: { $0.code != 0 }) {
            throw ArgumentParser.ValidationError("a registration has failed: \(failed.log)")
        }
        let changes = application.stagedChanges
        if disk != nil {
            guard let record = try disk?.chain.grow(transactions.map(\.bytes)) else { return }
            try times.measure("store") {
                try disk?.store.commit(
                    BlockRecord(
                        block: record.block, parts: record.parts, seenCommit: record.seenCommit, response: response,
                        state: record.state, changes: changes))
            }
        } else {
            memory.apply(changes)
        }
        let before = application
        _ = try application.commit()
        times.measure("free") { [before] in
            _ = (before, mempool)
            mempool = application
        }
    }

    private static func moment(_ height: Int64) throws -> Timestamp {
        guard let time = Timestamp(seconds: RegistryRun.begin + height) else {
            throw ArgumentParser.ValidationError("no time")
        }
        return time
    }

    // MARK: The state in memory

    /// Goes on until what is kept for old heights is gone.
    mutating func forgetHistory() throws {
        for _ in 0..<101 {
            height += 1
            _ = try application.finalizeBlock(
                RequestFinalizeBlock(height: Height(height), time: try RegistryRun.moment(height)))
            memory.apply(application.stagedChanges)
            _ = try application.commit()
        }
    }

    /// Bytes of all keys and values.
    var stateBytes: Int { memory.size }

    /// Writes the state and reads it again.
    func export() throws {
        var times = StageTimes()
        let exported = try times.measure("export") { try application.exportState() }
        var copy = ContentRegistry()
        let request = RequestInitChain(
            time: try RegistryRun.moment(height), chainID: BlockSource.chainID, appStateBytes: exported.appState,
            initialHeight: Height(height + 1))
        let hash = try times.measure("import") { try copy.initChain(request).appHash }
        print("export: \(exported.appState.count / records) bytes a record\n\(times.text(records: records))")
        print("app hash \(exported.appHash), after the import \(hash == exported.appHash ? "the same" : "ANOTHER")")
        if hash != exported.appHash { throw ExitCode(1) }
    }
}
