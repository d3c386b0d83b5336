extension Setting {
    static let stateSync: [Setting] = [
        Setting(
            .stateSync, "enable", .boolean(\.stateSync.isEnabled),
            "Begin with a snapshot from other nodes, if this node has no block yet. Blocks before it will be missing."),
        Setting(
            .stateSync, "rpc_servers", .list(\.stateSync.rpcServers, .commas),
            "At least two nodes' HTTP interfaces, commas between, from which the snapshot is verified. Without any, only one of the "
                + "trusted block itself is taken."),
        Setting(
            .stateSync, "trust_height", .integer(\.stateSync.trustHeight, Int.min...Int.max),
            "The height of a block that you know to be the chain's."),
        Setting(.stateSync, "trust_hash", .text(\.stateSync.trustHash), "That block's hash, in hexadecimal."),
        Setting(
            .stateSync, "trust_period", .duration(\.stateSync.trustPeriod, .any),
            "How long that knowledge is good: well below the time for which validators answer for what they signed."),
        Setting(
            .stateSync, "discovery_time", .duration(\.stateSync.discoveryTime, .any),
            "How long to look for snapshots before the best is taken; at least 5s, or 0s to go on at once."),
        Setting(
            .stateSync, "temp_dir", .text(\.stateSync.temporaryFolder),
            "Not used: pieces are kept beside the checkpoints, so that a start that was cut short goes on with them."),
        Setting(
            .stateSync, "chunk_request_timeout", .duration(\.stateSync.chunkRequestTimeout, .any),
            "How long to wait for a piece before it is asked of another node; at least 5s."),
        Setting(
            .stateSync, "chunk_fetchers", .integer(\.stateSync.chunkFetchers, Int(Int32.min)...Int(Int32.max)),
            "Pieces asked for at a time."),
        Setting(
            .stateSync, "max_snapshot_chunks", .integer(\.stateSync.snapshotChunksMaximum, 0...Int(UInt32.max)),
            "Pieces that a snapshot may have."),
    ]

    static let blockSync: [Setting] = [
        Setting(
            .blockSync, "version", .text(\.blockSync.version, .blockSyncVersion), "The way of it. There is only v0.")
    ]
}
