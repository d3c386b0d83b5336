import ABCI
import Chain
import Cryptography
import Execution
import KVStore
import Wire

/// An imported chain with everything that a node would have stored of it, and the application after each block.
struct RPCChain: Sendable {
    /// A block and what came of it.
    struct Step: Sendable {
        let block: Block
        let blockID: BlockID
        /// The precommits that the node had when it decided.
        let seenCommit: Commit
        let answer: ResponseFinalizeBlock
        /// After the block.
        let state: ChainState
        /// After the block.
        let application: KVStore
    }

    /// The document as `/genesis` shows it.
    let genesis: GenesisDocument
    /// Before the first block.
    let genesisState: ChainState
    /// Before the first block.
    let genesisApplication: KVStore
    /// In the order of their heights, without gaps.
    private(set) var steps: [Step] = []
    private(set) var heights: [Hash: Height] = [:]
    private(set) var transactions: [Hash: TxResult] = [:]

    /// Imports a captured chain, whose own comparisons have been made elsewhere.
    init(_ captured: CapturedChain) throws {
        let document = try GenesisDocument(json: captured.genesis)
        genesis = try document.completed(now: document.time)
        var chain = try ChainImport(genesis: genesis, application: KVStore())
        genesisState = chain.state
        genesisApplication = chain.application
        for stored in captured.blocks {
            let seen = try Commit(protobuf: ProtobufReader(stored.seenCommit))
            let deciding: DecidingCommit =
                try stored.extendedCommit.map { .extended(try ExtendedCommit(protobuf: ProtobufReader($0))) }
                ?? .plain(seen)
            let imported = try chain.add(DecidedBlock(bytes: stored.block, commit: deciding))
            add(
                Step(
                    block: imported.block, blockID: imported.blockID, seenCommit: seen, answer: imported.answer,
                    state: chain.state, application: chain.application))
        }
    }

    private mutating func add(_ step: Step) {
        steps.append(step)
        if let hash = step.blockID.hash { heights[hash] = step.block.height }
        for (index, transaction) in step.block.data.transactions.enumerated()
        where step.answer.txResults.indices.contains(index) {
            transactions[transaction.hash] = TxResult(
                height: step.block.height, index: UInt32(index), tx: transaction,
                result: step.answer.txResults[index])
        }
    }

    var firstHeight: Height { genesisState.initialHeight }

    /// The height of the last block; the one before the first while there is none.
    var lastHeight: Height { steps.last?.block.height ?? firstHeight.previous }

    /// The block of a height and what came of it; nil outside the chain.
    func step(at height: Height) -> Step? {
        let offset = height.rawValue - firstHeight.rawValue
        guard offset >= 0, offset < steps.count else { return nil }
        return steps[Int(offset)]
    }

    /// The state by which the block of a height is judged; nil where none is known.
    func state(before height: Height) -> ChainState? {
        height == firstHeight ? genesisState : step(at: height.previous)?.state
    }
}
