import ABCI
package import Chain
import ContentRegistry
import Cryptography
import Evidence
import Execution
import Files
import MerkleMap
package import Signer
import Store

/// Takes a stopped node one height back: chain and application together, as they are durable together.
package struct Rollback {
    private static let timeMaximum = Duration.seconds(3600)

    private let dataFolder: String
    private let genesis: GenesisDocument
    private let signStatePath: String
    private let validatorKey: ValidatorKey

    /// - Parameters:
    ///   - genesis: That of the home, complete.
    ///   - signStatePath: `priv_validator_state.json`.
    package init(dataFolder: String, genesis: GenesisDocument, signStatePath: String, validatorKey: ValidatorKey) {
        self.dataFolder = dataFolder
        self.genesis = genesis
        self.signStatePath = signStatePath
        self.validatorKey = validatorKey
    }

    /// Where the chain is after it.
    package struct Outcome: Sendable {
        /// The block that was taken back.
        package let height: Height
        /// The last block and the application's hash now.
        package let lastHeight: Height
        package let appHash: AppHash
    }

    /// Takes the last block's execution back.
    ///
    /// Deviation: CometBFT leaves the application where it is, and the block is executed at the next start; here both go
    /// back together, and the block is executed before the command ends.
    ///
    /// - Parameter removesBlock: Whether the block goes too; else it is executed once more, by this program.
    /// - Throws: also where the chain could not go on then. Chain and application are as they were when it throws.
    package func run(removesBlock: Bool) throws -> Outcome {
        if try Files.Folder.entry(at: Path.inside(dataFolder, "chain.lmdb")) == .absent {
            throw NodeError.noRollback("there is no chain in \(dataFolder): there is nothing to go back to")
        }
        let folder = try DataFolder(dataFolder)
        let store = try ChainStore(in: folder)
        return try store.read(within: Rollback.timeMaximum) { snapshot in
            guard let found = try snapshot.beforeLastBlock(), let whole = try snapshot.wholeBlock(found.last) else {
                throw NodeError.noRollback("there are no two blocks: there is nothing to go back to")
            }
            if try snapshot.applicationValue(ContentRegistry.heightKey) == nil {
                throw NodeError.noRollback("the stored application cannot go back; daon can")
            }
            let height = found.last.header.height
            let registry: RegistrySnapshot
            do {
                registry = try RegistrySnapshot(reader: snapshot.applicationState, height: height.previous)
            } catch {
                throw NodeError.noRollback(
                    "\(error). After a rollback or a restored checkpoint there are none before: start the node, so "
                        + "that there is a block more, or restore a checkpoint")
            }
            if removesBlock { try forgetLog(at: folder.folder.path(of: "consensus.log"), height, found.state) }
            var appHash = found.state.appHash
            try store.rollBack(to: found.state) { reader, apply in
                try restore(registry, found.state, reader, apply)
                if removesBlock { return nil }
                let record = try execute(whole, found.last.blockID, on: found.state, reader)
                appHash = record.state.appHash
                return record
            }
            return Outcome(height: height, lastHeight: removesBlock ? height.previous : height, appHash: appHash)
        }
    }

    /// The log is of heights that are undone: what was signed is kept, and it goes. The node abstains up to there.
    private func forgetLog(at path: String, _ height: Height, _ state: ChainState) throws {
        var signed = try SignStateFile.read(signStatePath)
        if try Files.Folder.entry(at: path) != .absent {
            let log = try ConsensusLog(try PosixLogDirectory(path), committed: height)
            if let logged = try RecoveredLog(log, chainID: state.chainID).signState {
                signed = logged.higher(of: signed)
            }
        }
        let own = state.validators.index(of: validatorKey.address).flatMap { state.validators.validator(at: $0) }
        if let own, signed.position.height >= height, !state.quorum.isReached(withoutPower: own.votingPower) {
            throw NodeError.noRollback(
                "without this validator no block is decided, and it has signed at height \(signed.position.height): it "
                    + "would never sign height \(height) again. Roll back without --hard, or restore a checkpoint")
        }
        try SignStateFile.replace(signStatePath, with: signed)
        try Files.Folder.removeAll(path)
        try Files.Folder.synchronize(dataFolder)
    }

    /// Makes the application's entries as they were after the block before.
    private func restore(
        _ registry: RegistrySnapshot, _ state: ChainState, _ reader: any StateReader,
        _ apply: ([StagedChange]) throws -> Void
    ) throws {
        var restoration = try RegistryRestoration(reader: reader, height: state.lastBlockHeight)
        try registry.forEach { entry in
            let changes = try restoration.add([entry])
            if !changes.isEmpty { try apply(changes) }
        }
        let (changes, appHash) = try restoration.finish(
            chainID: state.chainID, time: state.lastBlockTime, faultModel: state.consensusParameters.faultModel,
            evidenceAge: genesis.consensusParameters?.evidence.maxAgeDuration ?? .zero)
        if appHash != state.appHash {
            throw NodeError.noRollback(
                "the state of height \(state.lastBlockHeight) has the hash \(appHash), the chain has \(state.appHash): "
                    + "restore a checkpoint")
        }
        try apply(changes)
    }

    /// Executes the block once more.
    private func execute(
        _ whole: (block: Block, parts: PartSet, commit: ExtendedCommit), _ id: BlockID, on state: ChainState,
        _ reader: any StateReader
    ) throws -> BlockRecord {
        var registry = try ContentRegistry(reader: reader)
        let response = try registry.finalizeBlock(try state.finalizeBlockRequest(whole.block))
        let transition = try BlockTransition(from: state, blockID: id, block: whole.block, answer: response)
        let keys = whole.block.evidence.map(\.key)
        return BlockRecord(
            block: whole.block, parts: whole.parts, seenCommit: whole.commit, response: response,
            state: transition.state, changes: registry.stagedChanges,
            evidence: EvidenceChanges(removed: keys, committed: keys))
    }
}
