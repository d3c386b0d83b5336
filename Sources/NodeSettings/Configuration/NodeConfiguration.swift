/// The settings of a node: CometBFT v0.38's `config.toml`, key by key (CometBFT `config/config.go`).
///
/// `Setting.all` says for each key where its value stands here, what values it may have and what it means.
package struct NodeConfiguration: Hashable, Sendable {
    /// The version of CometBFT whose settings these are.
    package static let formatVersion = "0.38.25"

    package var version = NodeConfiguration.formatVersion
    package var applicationAddress = "daon"
    package var moniker: String
    package var databaseBackend = "goleveldb"
    package var dataFolder = "data"
    package var logLevel = "info"
    package var logFormat = "plain"
    package var genesisFile = "config/genesis.json"
    package var validatorKeyFile = "config/priv_validator_key.json"
    package var signStateFile = "data/priv_validator_state.json"
    package var remoteSignerAddress = ""
    package var nodeKeyFile = "config/node_key.json"
    package var applicationTransport = "socket"
    package var filtersPeers = false
    package var eventBusCapacity = 0

    package var rpc = RPCSettings()
    package var peers = PeerSettings()
    package var mempool = MempoolSettings()
    package var stateSync = StateSyncSettings()
    package var blockSync = BlockSyncSettings()
    package var consensus = ConsensusSettings()
    package var storage = StorageSettings()
    package var transactionIndex = TransactionIndexSettings()
    package var instrumentation = InstrumentationSettings()
    package var api = APISettings()
    package var checkpoint = CheckpointSettings()

    /// CometBFT's defaults, but for the application: that of CometBFT is outside of the process.
    ///
    /// - Parameter moniker: CometBFT's default is the machine's name: `NodeConfiguration.machineName`.
    package init(moniker: String = "anonymous") {
        self.moniker = moniker
    }
}
