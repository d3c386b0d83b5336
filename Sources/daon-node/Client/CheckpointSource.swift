import Chain
import Checkpoints
import Logging
import NodeRuntime
import NodeSettings
import P2P
import PeerMessages
import PeerProtocol
import Signer

extension CheckpointFetching {
    /// What the settings say of fetching a checkpoint.
    ///
    /// - Parameters:
    ///   - peers: Whom to ask; nil for the persistent peers.
    ///   - trust: nil to take what its own validators have signed.
    init(
        _ configuration: NodeConfiguration, _ nodeKey: NodeKey, genesis: GenesisDocument, peers: [PeerLocation]? = nil,
        trust: CheckpointTrust?, folder: CheckpointFolder,
        progress: @escaping @Sendable (_ done: Int, _ total: Int, _ height: UInt64) -> Void
    ) throws {
        self.init(
            nodeKey: nodeKey, moniker: configuration.moniker,
            network: try PeerNetworkSettings(configuration, for: .fetching, calling: peers), genesis: genesis,
            settings: SnapshotFetchSettings(configuration.stateSync), folder: folder,
            judge: { outline in trust?.verdict(outline) ?? .trusted }, progress: progress)
        block = trust?.only
    }
}

extension SnapshotFetchSettings {
    init(_ settings: StateSyncSettings) {
        self.init()
        fetchers = settings.chunkFetchers
        chunkTimeout = settings.chunkRequestTimeout
        discoveryTime = settings.discoveryTime
        chunksMaximum = UInt32(clamping: settings.snapshotChunksMaximum)
    }
}

/// Fetches, until it is told to stop.
///
/// - Returns: nil when it was.
func fetchCheckpoint(
    _ fetching: CheckpointFetching, _ signals: ProcessSignals, _ log: Logger
) async throws -> CheckpointSummary? {
    try await signals.untilStopped(log) { try await CheckpointFetch.run(fetching, log: log) }
}
