package import Chain
import ContentRegistry
package import Engine
package import P2P
package import RPC
package import Signer

/// What a node is made of: read from its home and settings before it starts.
package struct NodeParameters: Sendable {
    /// The folder of everything that changes while the node runs.
    package var dataFolder: String
    package var genesis: GenesisDocument
    package var application: BuiltInApplication
    package var nodeKey: NodeKey
    /// nil for a node that only follows.
    package var validatorKey: ValidatorKey?
    /// `priv_validator_state.json`.
    package var signStatePath: String
    package var moniker: String
    /// Where peers reach it, if it is not where it listens.
    package var externalAddress: String
    /// Where it listens for peers, whom it calls, and what it says to them.
    package var network: PeerNetworkSettings
    /// How it exchanges addresses of peers; nil for not at all.
    package var exchange: PeerExchangeParameters?
    package var engine: EngineSettings
    /// nil to serve no RPC.
    package var rpc: RPCServerSettings?
    package var rpcLimits: RPCLimits
    /// Where the Cosmos SDK's REST interface is served, with the bounds of the RPC; nil for nowhere.
    package var api: RPCServerSettings?
    /// Whether clients may have it dial peers (`rpc.unsafe`).
    package var allowsUnsafeRPC = false
    /// How long `broadcast_tx_commit` waits for the block.
    package var broadcastTimeout: Nanoseconds
    /// Bytes of memory for the registry's tree.
    package var stateCacheBytes = ContentRegistry.usualCacheBytes
    /// A new file for all that the engine is told and what it makes of it (`Recording`); nil to record nothing.
    package var recordingPath: String?
    /// When it makes checkpoints by itself; nil for never.
    package var checkpoints: CheckpointParameters?
    /// The folder of checkpoints that peers can have; nil for none.
    package var servedCheckpoints: CheckpointFolder?
    /// nil to serve no metrics.
    package var metrics: MetricsSettings?

    package init(
        dataFolder: String, genesis: GenesisDocument, application: BuiltInApplication, nodeKey: NodeKey,
        validatorKey: ValidatorKey?,
        signStatePath: String, moniker: String, externalAddress: String,
        network: PeerNetworkSettings, engine: EngineSettings,
        rpc: RPCServerSettings?, rpcLimits: RPCLimits, broadcastTimeout: Nanoseconds
    ) {
        self.dataFolder = dataFolder
        self.genesis = genesis
        self.application = application
        self.nodeKey = nodeKey
        self.validatorKey = validatorKey
        self.signStatePath = signStatePath
        self.moniker = moniker
        self.externalAddress = externalAddress
        self.network = network
        self.engine = engine
        self.rpc = rpc
        self.rpcLimits = rpcLimits
        self.broadcastTimeout = broadcastTimeout
    }
}
