import ABCI
package import Chain
import Checkpoints
import ContentRegistry
package import Cryptography
import Execution
import Files
import MerkleMap
import PeerMessages
import PeerProtocol
package import Signer
import Store

/// Makes a home's data of a checkpoint: a store that goes on after its height, with no block before it.
package struct CheckpointRestoration {
    private let dataFolder: String
    private let genesis: GenesisDocument
    private let signStatePath: String
    private let validatorKey: ValidatorKey?

    /// - Parameters:
    ///   - genesis: That of the home, complete.
    ///   - signStatePath: `priv_validator_state.json`; it is left as it is.
    package init(
        dataFolder: String, genesis: GenesisDocument, signStatePath: String, validatorKey: ValidatorKey?
    ) {
        self.dataFolder = dataFolder
        self.genesis = genesis
        self.signStatePath = signStatePath
        self.validatorKey = validatorKey
    }

    /// What came of it.
    package struct Outcome: Sendable {
        package let summary: CheckpointSummary
        /// Whether this key signs only after the other validators were heard.
        package let keyMustListen: Bool
    }

    /// Verifies all of the checkpoint before anything is made, then restores it. The store is there when all of it is, or
    /// not at all.
    ///
    /// - Parameters:
    ///   - path: The checkpoint.
    ///   - hash: What its hash must be, when that is known.
    ///   - blockHash: What the hash of its block must be, when that is known.
    package func restore(_ path: String, hash: Hash? = nil, blockHash: Hash? = nil) throws -> Outcome {
        let lock = try DataFolder(dataFolder)
        let target = lock.folder.path(of: "chain.lmdb")
        for name in ["chain.lmdb", "consensus.log"] {
            if try Files.Folder.entry(at: lock.folder.path(of: name)) == .absent { continue }
            throw NodeError.noRestore(
                "\(lock.path) has \(name): a checkpoint is restored where there is no chain. Move chain.lmdb and "
                    + "consensus.log away, and leave priv_validator_state.json where it is")
        }
        var verified: CheckpointHead?
        let summary = try CheckpointFile.read(
            path,
            began: { head in
                try check(head, path)
                verified = head
            })
        guard let head = verified, let contents = summary.contents else {
            throw NodeError.noRestore("\(path) has no head")
        }
        if let hash, hash != contents.hash {
            throw NodeError.noRestore("\(path) has the hash \(contents.hash), and not \(hash)")
        }
        if let blockHash, blockHash != summary.blockHash {
            throw NodeError.noRestore(
                "\(path): its block of height \(summary.height) has another hash than \(blockHash)")
        }
        let keyMustListen = try noteKey(head)
        let temporary = lock.folder.path(of: "restoring")
        try Files.Folder.removeAll(temporary)
        try build(path, head, contents.hash, in: temporary)
        try Files.Folder.move("\(temporary)/chain.lmdb", to: target)
        try Files.Folder.synchronize(lock.path)
        try Files.Folder.removeAll(temporary)
        return Outcome(summary: summary, keyMustListen: keyMustListen)
    }

    private func check(_ head: CheckpointHead, _ path: String) throws {
        let state = head.state
        if state.chainID != genesis.chainID {
            throw NodeError.noRestore(
                "\(path) is of chain \(state.chainID), the home's genesis is of \(genesis.chainID)")
        }
        let parameters = genesis.consensusParameters ?? ConsensusParameters()
        if head.genesisHash != GenesisOffer(genesis).summary.hash || state.initialHeight != genesis.initialHeight
            || state.consensusParameters.faultModel != parameters.faultModel
        {
            throw NodeError.noRestore(
                "\(path) is of a chain \(state.chainID) with another genesis than the home's: bring the genesis.json that "
                    + "belongs to the checkpoint")
        }
    }

    /// Notes that nobody knows what the key has signed since, before there is a chain that it could sign for.
    private func noteKey(_ head: CheckpointHead) throws -> Bool {
        guard let validatorKey else { return false }
        let sets = [head.state.lastValidators, head.state.validators, head.state.nextValidators]
        let isValidator = sets.contains { $0.index(of: validatorKey.address) != nil }
        let hasSigned =
            if try Files.Folder.entry(at: signStatePath) == .absent {
                true
            } else {
                try SignStateFile.read(signStatePath) != .start
            }
        if !isValidator && !hasSigned { return false }
        try Files.Folder.createAll(Path.folder(of: signStatePath))
        try KeyRestoration.listening.write(besides: signStatePath)
        return true
    }

    /// Builds the store elsewhere.
    private func build(_ path: String, _ head: CheckpointHead, _ hash: Hash, in folder: String) throws {
        let store = try ChainStore(in: try DataFolder(folder))
        var registry = try RegistryRestoration(reader: StoredState(store), height: head.height)
        let again = try CheckpointFile.read(
            path,
            take: { entries in
                let changes = try registry.add(entries)
                if !changes.isEmpty { try store.restore(changes) }
            })
        if again.contents?.hash != hash { throw NodeError.noRestore("\(path) has changed while it was read") }
        let genesisParameters = genesis.consensusParameters
        let (changes, appHash) = try registry.finish(
            chainID: head.state.chainID, time: head.state.lastBlockTime,
            faultModel: head.state.consensusParameters.faultModel,
            evidenceAge: genesisParameters?.evidence.maxAgeDuration ?? .zero)
        if appHash != head.state.appHash {
            throw NodeError.noRestore("the restored state has the hash \(appHash), and not \(head.state.appHash)")
        }
        try store.restore(state: head.state, block: head.block, seenCommit: head.commit, changes: changes)
        let restored = try ContentRegistry(reader: StoredState(store)).info(RequestInfo())
        if restored.lastBlockHeight != head.height || restored.lastBlockAppHash != head.state.appHash {
            throw NodeError.noRestore("the restored state is at height \(restored.lastBlockHeight)")
        }
    }
}
