package import Chain
package import Engine
package import RPC
package import Signer

/// What a node is made of: read from its home and settings before it starts.
package struct NodeParameters: Sendable {
    /// The folder of everything that changes while the node runs.
    package var dataFolder: String
    package var genesis: GenesisDocument
    package var nodeKey: NodeKey
    /// nil for a node that only follows.
    package var validatorKey: ValidatorKey?
    /// `priv_validator_state.json`.
    package var signStatePath: String
    package var moniker: String
    /// Where peers reach it, as it tells them.
    package var peerAddress: String
    package var engine: EngineSettings
    /// nil to serve no RPC.
    package var rpc: RPCServerSettings?
    package var rpcLimits: RPCLimits
    /// How long `broadcast_tx_commit` waits for the block.
    package var broadcastTimeout: Nanoseconds
    /// A new file for all that the engine is told and what it makes of it (`Recording`); nil to record nothing.
    package var recordingPath: String?

    package init(
        dataFolder: String, genesis: GenesisDocument, nodeKey: NodeKey, validatorKey: ValidatorKey?,
        signStatePath: String, moniker: String, peerAddress: String, engine: EngineSettings,
        rpc: RPCServerSettings?, rpcLimits: RPCLimits, broadcastTimeout: Nanoseconds
    ) {
        self.dataFolder = dataFolder
        self.genesis = genesis
        self.nodeKey = nodeKey
        self.validatorKey = validatorKey
        self.signStatePath = signStatePath
        self.moniker = moniker
        self.peerAddress = peerAddress
        self.engine = engine
        self.rpc = rpc
        self.rpcLimits = rpcLimits
        self.broadcastTimeout = broadcastTimeout
    }
}
