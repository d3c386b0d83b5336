import ABCI
import Chain
import Cryptography
import Evidence
import Execution
import Store

/// What a node finds in its store at start.
struct StoredChain {
    /// The state after the last block; that of the genesis when nothing is stored.
    let state: ChainState
    /// Whether nothing is stored.
    let isNew: Bool
    let lastCommit: ExtendedCommit?
    let firstMeta: BlockMeta?
    let lastMeta: BlockMeta?
    /// Evidence that waited for a block.
    let pendingEvidence: [Evidence]
    /// Equivocations after which nothing is signed, and those after which the operator lets the node go on.
    let equivocations: [Equivocation]
    let resumedAfter: Set<Hash>
    /// What the operator has said of validators that lost their data together.
    let sharedLoss: SharedLoss?
    private let store: ChainStore

    init(_ store: ChainStore, _ genesis: GenesisDocument) throws {
        self.store = store
        let found = try store.read { snapshot in
            (
                state: try snapshot.state, commit: try snapshot.lastCommit,
                first: try snapshot.blockMeta(at: try snapshot.base),
                last: try snapshot.state.flatMap { try snapshot.blockMetaForEvidence(at: $0.lastBlockHeight) },
                evidence: try snapshot.pendingEvidence,
                equivocations: try snapshot.equivocations, resumedAfter: try snapshot.resumedAfter,
                loss: try snapshot.sharedLoss
            )
        }
        isNew = found.state == nil
        state = try found.state ?? ChainState(genesis: genesis)
        lastCommit = found.commit
        firstMeta = found.first
        lastMeta = found.last
        pendingEvidence = found.evidence
        equivocations = found.equivocations
        resumedAfter = found.resumedAfter
        sharedLoss = found.loss
        if state.chainID != genesis.chainID {
            throw NodeError.otherChain(stored: "\(state.chainID)", genesis: "\(genesis.chainID)")
        }
    }

    /// The application as it was stored.
    ///
    /// - Parameter cacheBytes: Bytes of memory for the registry's tree.
    /// - Throws: `NodeError.otherApplication` when another one has stored its entries.
    func application(_ kind: BuiltInApplication, cacheBytes: Int) throws -> any Application {
        if let stored = try BuiltInApplication.stored(in: store), stored != kind {
            throw NodeError.otherApplication(stored: stored, asked: kind)
        }
        return try kind.restored(from: store, cacheBytes: cacheBytes)
    }
}
