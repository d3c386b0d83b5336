package import ABCI
package import Chain
package import Cryptography
package import Evidence
package import Execution

/// The committed chain at one moment. It lives as long as the closure that `ChainStore.read` lends it to; afterwards its
/// members throw.
///
/// What is nil the store does not have: it was not committed yet, or it has been pruned.
package struct ChainSnapshot {
    let transaction: Transaction

    init(_ transaction: Transaction) {
        self.transaction = transaction
    }

    // MARK: The chain

    /// The height of the lowest block; 0 without blocks.
    package var base: Height {
        get throws(StoreError) { try transaction.range().base }
    }

    /// The height of the highest block; 0 without blocks.
    package var height: Height {
        get throws(StoreError) { try transaction.range().height }
    }

    /// The state after the last block, with the chain's fault model; nil before `initialize`.
    package var state: ChainState? {
        get throws(StoreError) {
            guard let state = try transaction.value(.state, as: ChainState.self) else { return nil }
            return state.with(faultModel: try transaction.faultModel())
        }
    }

    /// The commit of the last block as this node saw it; without extensions where the chain has none. Nil before the
    /// first block.
    package var lastCommit: ExtendedCommit? {
        get throws(StoreError) {
            guard let height = try state?.lastBlockHeight, height > 0 else { return nil }
            if let commit = try extendedCommit(at: height) { return commit }
            return try seenCommit(at: height).map(ExtendedCommit.init(wrapping:))
        }
    }

    /// Evidence that waited for a block when the last one was committed, by height.
    package var pendingEvidence: [Evidence] {
        get throws(StoreError) { try transaction.pendingEvidence() }
    }

    /// Equivocations after which this node signs nothing, those included after which its operator has let it go on.
    package var equivocations: [Equivocation] {
        get throws(StoreError) { try transaction.equivocations() }
    }

    /// Names of the equivocations after which the operator has let this node go on.
    package var resumedAfter: Set<Hash> {
        get throws(StoreError) { try transaction.resumptions() }
    }

    /// What the operator has said of validators that lost their data together; nil for nothing.
    package var sharedLoss: SharedLoss? {
        get throws(StoreError) { try transaction.value(.sharedLoss, as: SharedLoss.self) }
    }

    /// Whether a block of the chain holds the evidence.
    package func hasCommitted(_ key: EvidenceKey) throws(StoreError) -> Bool {
        try transaction.contains(.committedEvidence(key))
    }

    // MARK: Blocks

    package func block(at height: Height) throws(StoreError) -> Block? { try transaction.block(height) }

    /// Header, id and size of a block, without its contents.
    package func blockMeta(at height: Height) throws(StoreError) -> BlockMeta? {
        guard height >= (try base) else { return nil }
        return try blockMetaForEvidence(at: height)
    }

    /// The same for blocks that are gone themselves, as long as evidence may be about their heights.
    package func blockMetaForEvidence(at height: Height) throws(StoreError) -> BlockMeta? {
        try transaction.value(.blockMeta(height), as: BlockMeta.self)
    }

    package func part(_ index: UInt32, ofBlockAt height: Height) throws(StoreError) -> Part? {
        try transaction.value(.part(height, index: index), as: Part.self)
    }

    /// The height of the block with this hash.
    package func height(ofBlock hash: Hash) throws(StoreError) -> Height? {
        try transaction.height(.block(hash))
    }

    // MARK: Commits

    /// The commit of a block as the next block has it, the same on every node; nil for the last block.
    package func commit(at height: Height) throws(StoreError) -> Commit? {
        try transaction.value(.commit(height), as: Commit.self)
    }

    /// The commit by which this node knew that the block was decided.
    package func seenCommit(at height: Height) throws(StoreError) -> Commit? {
        if let commit = try transaction.value(.seenCommit(height), as: Commit.self) { return commit }
        return try extendedCommit(at: height)?.commit
    }

    /// The same with the vote extensions; nil where votes had none.
    package func extendedCommit(at height: Height) throws(StoreError) -> ExtendedCommit? {
        try transaction.value(.extendedCommit(height), as: ExtendedCommit.self)
    }

    // MARK: What blocks led to

    package func response(at height: Height) throws(StoreError) -> ResponseFinalizeBlock? {
        try transaction.value(.response(height), as: ResponseFinalizeBlock.self)
    }

    /// The validators that sign the block of this height, with the priorities that CometBFT shows for it. Known up to
    /// two heights above the last block.
    package func validators(at height: Height) throws(StoreError) -> ValidatorSet? {
        try transaction.validators(at: height)
    }

    /// From which height on the members of a height's set are what they are.
    package func validatorsChanged(at height: Height) throws(StoreError) -> Height? {
        try transaction.value(.validators(height), as: ValidatorsInfo.self)?.lastChanged
    }

    /// From which height on a height's parameters are what they are.
    package func parametersChanged(at height: Height) throws(StoreError) -> Height? {
        try transaction.value(.parameters(height), as: ParametersInfo.self)?.lastChanged
    }

    /// The consensus parameters under which the block of this height is made. Known up to the next block.
    package func parameters(at height: Height) throws(StoreError) -> ConsensusParameters? {
        try transaction.parameters(at: height)
    }

    /// A transaction with its place and result.
    package func transaction(_ hash: Hash) throws(StoreError) -> TxResult? {
        guard let place = try transaction.place(hash) else { return nil }
        return try transaction.transaction(at: place)
    }

    /// How many transactions are in blocks of these heights.
    package func transactionCount(in heights: ClosedRange<Height>) throws(StoreError) -> Int {
        Int(clamping: try transaction.numbers(in: heights).count)
    }

    /// Transactions in blocks of these heights, in order, with their results.
    ///
    /// - Parameter places: Which of them, counted from 0.
    package func transactions(
        in heights: ClosedRange<Height>, at places: Range<Int>
    ) throws(StoreError) -> [TxResult] {
        let numbers = try transaction.numbers(in: heights)
        let first = numbers.lowerBound + min(UInt64(clamping: places.lowerBound), UInt64(numbers.count))
        let end = numbers.lowerBound + min(UInt64(clamping: places.upperBound), UInt64(numbers.count))
        return try transaction.transactions(numbered: first..<end)
    }

    // MARK: The application's entries

    package func applicationValue(_ key: [UInt8]) throws(StoreError) -> [UInt8]? {
        try transaction.entry(ApplicationKey(key))
    }

    /// Entries in the order of their keys.
    ///
    /// - Parameters:
    ///   - prefix: What their keys begin with.
    ///   - key: They come behind this one.
    ///   - limit: At most about so many; fewer only at the end.
    package func applicationEntries(
        prefix: [UInt8] = [], after key: [UInt8]? = nil, atMost limit: Int
    ) throws(StoreError) -> [(key: [UInt8], value: [UInt8])] {
        try transaction.entries(prefix: prefix, after: key, atMost: limit)
    }
}
