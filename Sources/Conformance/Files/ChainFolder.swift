/// The files of a captured chain's folder, below it.
enum ChainFolder {
    /// The chain first: without it the folder is none.
    static let files =
        ["chain.json", "keys_all.json"] + NodeHome.files.map { "home/\($0)" }
        + [
            "rpc.json", "rpc_errors.json", "websocket.json", "websocket_events.json", "metrics.txt", "cs.wal.head.hex",
        ]
}

/// The files of a node's home that hold values of the chain. `config.toml` holds settings, and is not among them.
enum NodeHome {
    static let files = [
        "config/genesis.json", "config/node_key.json", "config/priv_validator_key.json", "config/addrbook.json",
        "data/priv_validator_state.json",
    ]
}
