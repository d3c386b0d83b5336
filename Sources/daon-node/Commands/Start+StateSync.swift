import Chain
import Checkpoints
import Files
import Logging
import NodeRuntime
import NodeSettings
import P2P
import Signer
import Synchronization

// A node without a chain that begins with a checkpoint of its peers.
extension Start {
    /// Fetches and restores a checkpoint, where the settings ask for that and there is no chain yet.
    ///
    /// - Returns: false when the node was told to stop before.
    func beginWithCheckpoint(
        _ configuration: NodeConfiguration, _ signals: ProcessSignals, _ log: Logger
    ) async throws -> Bool {
        let settings = configuration.stateSync
        if !settings.isEnabled { return true }
        let files = options.directory.files(configuration)
        // As with CometBFT, a node that has blocks goes on with them.
        if try Folder.entry(at: Path.inside(files.dataFolder, "chain.lmdb")) != .absent { return true }
        if try configuration.builtInApplication() != .registry {
            throw CommandError(
                description: "statesync.enable: checkpoints are the application daon's; set it to false with "
                    + "--proxy_app \(configuration.applicationAddress)")
        }
        if try Folder.entry(at: Path.inside(files.dataFolder, "consensus.log")) != .absent {
            throw CommandError(
                description: "\(files.dataFolder) has a consensus.log without a chain: move it away, and leave "
                    + "priv_validator_state.json where it is")
        }
        let genesis = try Genesis.read(files.genesis, now: SystemClock().now().wall).document
        guard let trust = try CheckpointTrust(settings, height: nil, hash: nil, genesis: genesis) else {
            throw CommandError(
                description:
                    "statesync.enable needs statesync.trust_height and statesync.trust_hash: a block that you know "
                    + "to be the chain's")
        }
        if configuration.peers.persistentPeers.isEmpty {
            throw CommandError(
                description:
                    "statesync.enable: a checkpoint comes from the persistent peers, and none is named: name one "
                    + "in p2p.persistent_peers")
        }
        let key = try ValidatorKey.read(files.validatorKey).key
        log.info(
            "no chain yet: a checkpoint is fetched from peers",
            metadata: ["trust_height": "\(trust.block.height)", "trust_hash": "\(trust.block.hash)"])
        var fetching = try CheckpointFetching(
            configuration, NodeKey.read(files.nodeKey).key, genesis: genesis, trust: trust,
            folder: CheckpointFolder(files.checkpoints), progress: Start.progress(log))
        fetching.settings.waits = true
        guard let summary = try await fetchCheckpoint(fetching, signals, log) else { return false }
        log.info(
            "fetched a checkpoint", metadata: ["height": "\(summary.height)", "bytes": "\(summary.bytes)"])
        let outcome = try CheckpointRestoration(
            dataFolder: files.dataFolder, genesis: genesis, signStatePath: files.signState, validatorKey: key
        ).restore(summary.path, hash: summary.contents?.hash, blockHash: summary.blockHash)
        log.info(
            "restored a checkpoint",
            metadata: [
                "height": "\(outcome.summary.height)", "app_hash": "\(outcome.summary.appHash)",
                "key_must_listen": "\(outcome.keyMustListen)",
            ])
        return true
    }

    /// A line for every quarter of it.
    private static func progress(_ log: Logger) -> @Sendable (Int, Int, UInt64) -> Void {
        let last = Mutex(-1)
        return { done, total, height in
            let quarter = total == 0 ? 4 : done * 4 / total
            let isDue = last.withLock { last in
                if quarter <= last { return false }
                last = quarter
                return true
            }
            if isDue {
                log.info(
                    "fetching a checkpoint", metadata: ["height": "\(height)", "pieces": "\(done)", "of": "\(total)"])
            }
        }
    }
}
