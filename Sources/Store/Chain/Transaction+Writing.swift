import ABCI
import Chain
import Cryptography
import Evidence
import Execution
import Invariants
import Wire

extension Transaction {
    /// Writes the state that the store starts from. What a state says of changes before that does not matter any more:
    /// the entries are not there.
    func begin(with state: ChainState, changes: [StagedChange]) throws(StoreError) {
        let next = state.nextHeight
        for table in [Table.heights, .index, .application] { try clear(table) }
        try putValidators(state.validators, at: next, lastChanged: next)
        try putValidators(
            state.nextValidators, at: next.next, lastChanged: max(state.lastHeightValidatorsChanged, next))
        try putStart(state, evidenceBase: next, changes)
    }

    /// Writes entries of the application that come before their state.
    func restore(_ changes: [StagedChange]) throws(StoreError) {
        let range = try range()
        invariant(range.next == 0, "a store with a state is not restored")
        try apply(changes)
    }

    /// Writes entries of the application.
    func put(_ changes: [StagedChange]) throws(StoreError) { try apply(changes) }

    /// Writes a state that others have reached, with what is kept of its last block. The application's entries stay.
    func begin(
        with state: ChainState, after block: BlockMeta, seenCommit: ExtendedCommit, changes: [StagedChange]
    ) throws(StoreError) {
        let height = state.lastBlockHeight
        for table in [Table.heights, .index] { try clear(table) }
        // CometBFT state/store.go `Bootstrap`: each of the sets stands for itself.
        try putValidators(state.lastValidators, at: height, lastChanged: height)
        try putValidators(state.validators, at: height.next, lastChanged: height.next)
        try put(block.protobuf, for: .blockMeta(height), growing: true)
        try putSeen(seenCommit)
        try putValidators(state.nextValidators, at: height.next.next, lastChanged: height.next.next)
        try putStart(state, evidenceBase: height, changes)
    }

    /// Writes what every state that a store starts from has.
    private func putStart(
        _ state: ChainState, evidenceBase: Height, _ changes: [StagedChange]
    ) throws(StoreError) {
        var range = try range()
        invariant(range.height == 0, "a store with blocks is not started anew")
        range = HeightRange()
        range.next = state.nextHeight
        range.start = state.nextHeight
        range.evidenceBase = evidenceBase
        try putParameters(state.consensusParameters, at: range.next, lastChanged: range.next)
        try put(Array(state.consensusParameters.faultModel.rawValue.utf8), for: .faultModel)
        try put(state.protobuf, for: .state)
        try put(range.bytes, for: .range)
        try apply(changes)
    }

    /// Writes heights that follow one another.
    ///
    /// What has random keys, transactions' hashes and the application's entries, is written once for all of them and in
    /// order: of the pages that it touches many are the same.
    func commit(_ records: [BlockRecord]) throws(StoreError) {
        guard let last = records.last else { return }
        var range = try range()
        let firstTransaction = range.transactions
        for record in records { try put(record, &range) }
        try putTransactions(of: records.map(\.block), from: firstTransaction)
        try apply(records.count == 1 ? last.changes : Transaction.joined(records.map(\.changes)))
        try put(last.state.protobuf, for: .state)
        try put(range.bytes, for: .range)
    }

    /// Writes what a height brings by itself.
    private func put(_ record: BlockRecord, _ range: inout HeightRange) throws(StoreError) {
        let height = record.height
        let id = record.state.lastBlockID
        invariant(height == range.next, "a block is committed after the one before it")
        invariant(
            height == record.state.lastBlockHeight && id == record.seenCommit.blockID
                && id.partSetHeader == record.parts.header && record.parts.isComplete,
            "a block, its parts, its commit and the state after it belong together")
        range.base = range.base == 0 ? height : range.base
        range.height = height
        range.next = height.next

        try putBlock(record, id)
        try putCommits(record)
        try put(record.response.protobuf, for: .response(height), growing: true)
        try putValidators(
            record.state.nextValidators, at: height.next.next,
            lastChanged: max(record.state.lastHeightValidatorsChanged, range.start))
        try putParameters(
            record.state.consensusParameters, at: height.next,
            lastChanged: max(record.state.lastHeightConsensusParametersChanged, range.start))
        if let hash = id.hash { try put(UInt64(bitPattern: height.rawValue).bigEndianBytes, for: .block(hash)) }
        try countTransactions(of: record.block, &range)
        try apply(record.evidence)
    }

    /// The changes one after the other, of each key the last one, sorted.
    private static func joined(_ changes: [[StagedChange]]) -> [StagedChange] {
        var last: [[UInt8]: StagedChange] = [:]
        for change in changes.joined() { last[change.key] = change }
        return last.values.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    }

    private func putBlock(_ record: BlockRecord, _ id: BlockID) throws(StoreError) {
        let meta = BlockMeta(
            blockID: id, blockSize: Int64(record.parts.byteSize), header: record.block.header,
            transactionCount: Int64(record.block.data.transactions.count))
        try put(meta.protobuf, for: .blockMeta(record.height), growing: true)
        for part in record.parts.parts {
            try put(part.protobuf, for: .part(record.height, index: part.index), growing: true)
        }
    }

    private func putCommits(_ record: BlockRecord) throws(StoreError) {
        // The first block's last commit is of height 0, of which there is no block.
        if let commit = record.block.lastCommit, commit.height > 0 {
            try put(commit.protobuf, for: .commit(commit.height), growing: true)
        }
        try putSeen(record.seenCommit)
    }

    /// The commit by which a block is known to be decided.
    private func putSeen(_ seen: ExtendedCommit) throws(StoreError) {
        // An extension may be empty, its signature never is.
        if seen.signatures.contains(where: { !$0.extensionSignature.bytes.isEmpty }) {
            try put(seen.protobuf, for: .extendedCommit(seen.height), growing: true)
        } else {
            try put(seen.commit.protobuf, for: .seenCommit(seen.height), growing: true)
        }
    }

    private func apply(_ changes: EvidenceChanges) throws(StoreError) {
        for evidence in changes.added { try put(evidence.protobuf, for: .pendingEvidence(evidence.key)) }
        for key in changes.removed { try remove(.pendingEvidence(key)) }
        for key in changes.committed { try put([], for: .committedEvidence(key)) }
        for equivocation in changes.equivocations { try putEquivocation(equivocation) }
    }

    private func apply(_ changes: [StagedChange]) throws(StoreError) {
        try self.change(
            .application,
            changes.lazy.map { change in
                let key = ApplicationKey(change.key)
                return (key.stored, change.value.map(key.stored))
            })
    }
}
