/// Where the files of a folder stand that are known by their place.
struct FolderLayout {
    /// The files, below the folder.
    let files: [String]
    /// What stands before the names of the node's own files: nothing, or the folder of its home.
    let home: String

    /// The files of a node's home that hold values of the chain. `config.toml` holds settings, and is not among them.
    private static let homeFiles = [
        "config/genesis.json", "config/node_key.json", "config/priv_validator_key.json", "config/addrbook.json",
        "data/priv_validator_state.json",
    ]

    /// The captured answers of a running node.
    private static let recordings = [
        "rpc.json", "rpc_errors.json", "websocket.json", "websocket_events.json", "cs.wal.head.hex",
    ]

    /// The layout of a captured chain or of a node's home; nil of any other folder.
    init?(of folder: String) {
        if VectorFiles.exists("\(folder)/chain.json") {
            home = "home/"
            files = ["chain.json", "keys_all.json"] + Self.homeFiles.map { "home/\($0)" } + Self.recordings
        } else if VectorFiles.exists("\(folder)/config/genesis.json") {
            home = ""
            files = Self.homeFiles
        } else {
            return nil
        }
    }
}
