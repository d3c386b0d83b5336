package import Chain
import ContentRegistry
import Execution
import Store

/// The genesis of a chain that goes on from a height of another.
package enum StateExport {
    /// Reads a stopped node's data.
    ///
    /// The document has the state after the height, the validators and parameters of the next one, and its `app_hash` is
    /// the hash of that state, which the new chain's application must have again.
    ///
    /// - Parameters:
    ///   - genesis: That of the chain in the folder.
    ///   - height: nil for the last. The application keeps a hundred.
    package static func genesis(
        dataFolder: String, genesis: GenesisDocument, application: BuiltInApplication, height: Height?
    ) throws -> GenesisDocument {
        let store = try ChainStore(in: try DataFolder(dataFolder))
        let stored = try StoredChain(store, genesis)
        let cacheBytes = ContentRegistry.usualCacheBytes
        guard let registry = try stored.application(application, cacheBytes: cacheBytes) as? ContentRegistry else {
            throw NodeError.noExport("the application \(application.rawValue) has no export; daon has")
        }
        let last = stored.state.lastBlockHeight
        if stored.isNew || last == 0 { throw NodeError.noExport("the chain has no block yet: export its genesis.json") }
        let height = height ?? last
        let (appState, appHash) = try registry.exportState(at: height)
        let found = try store.read { snapshot in
            (
                meta: try snapshot.blockMeta(at: height), validators: try snapshot.validators(at: height.next),
                parameters: try snapshot.parameters(at: height.next)
            )
        }
        guard let meta = found.meta, let validators = found.validators, let parameters = found.parameters else {
            throw NodeError.noExport("the block of height \(height) is not stored: choose a height up to \(last)")
        }
        return GenesisDocument(
            time: meta.header.time, chainID: genesis.chainID, initialHeight: height.next,
            consensusParameters: parameters,
            validators: validators.validators.map { GenesisValidator(publicKey: $0.publicKey, power: $0.votingPower) },
            appHash: appHash, appState: appState)
    }
}
