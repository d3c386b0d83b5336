/// A section of `config.toml`.
package enum SettingSection: String, Hashable, Sendable, CaseIterable {
    /// The keys before the first section.
    case base = ""
    case rpc
    case peers = "p2p"
    case mempool
    case stateSync = "statesync"
    case blockSync = "blocksync"
    case consensus
    case storage
    case transactionIndex = "tx_index"
    case instrumentation
    case api
    case checkpoint

    /// A key's name with that of its section before it.
    func path(to key: String) -> String {
        self == .base ? key : "\(rawValue).\(key)"
    }

    /// What the section is about, in words for an operator.
    var documentation: String {
        switch self {
        case .base: ""
        case .rpc: "The HTTP interface for clients and operators."
        case .peers: "Connections to the other nodes of the chain."
        case .mempool: "Transactions that wait for a block."
        case .stateSync: "Starting from a snapshot of the application's state instead of the first block."
        case .blockSync: "Catching up by blocks."
        case .consensus: "The pace at which blocks are made."
        case .storage: "What is kept of the past."
        case .transactionIndex: "Finding transactions and blocks by what they did."
        case .instrumentation: "Metrics for Prometheus."
        case .api:
            "The REST interface for wallets and libraries of the Cosmos SDK. CometBFT has none and passes over it."
        case .checkpoint:
            "Copies of the state, from which a lost node or network is restored. CometBFT has none and passes over it."
        }
    }
}
