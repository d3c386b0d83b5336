import ABCI
import Chain
import Execution
import KVStore
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
    private let store: ChainStore

    init(_ store: ChainStore, _ genesis: GenesisDocument) throws {
        self.store = store
        let found = try store.read { snapshot in
            (
                state: try snapshot.state, commit: try snapshot.lastCommit,
                first: try snapshot.blockMeta(at: try snapshot.base),
                last: try snapshot.blockMeta(at: try snapshot.height), evidence: try snapshot.pendingEvidence
            )
        }
        isNew = found.state == nil
        state = try found.state ?? ChainState(genesis: genesis)
        lastCommit = found.commit
        firstMeta = found.first
        lastMeta = found.last
        pendingEvidence = found.evidence
        if state.chainID != genesis.chainID {
            throw NodeError.otherChain(stored: "\(state.chainID)", genesis: "\(genesis.chainID)")
        }
    }

    /// The application as it was stored.
    func application() throws -> any Application {
        if isNew { return KVStore() }
        return try KVStore(restoring: try store.applicationEntries())
    }
}
