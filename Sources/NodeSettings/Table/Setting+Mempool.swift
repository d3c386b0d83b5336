extension Setting {
    static let mempool: [Setting] = [
        Setting(
            .mempool, "type", .text(\.mempool.type, .oneOf(["flood", MempoolSettings.noPool, ""])),
            "flood: keep transactions and pass them on. nop: keep none, the application brings them."),
        Setting(
            .mempool, "recheck", .boolean(\.mempool.rechecks),
            "Ask the application again, after each block, about the transactions that still wait."),
        Setting(
            .mempool, "recheck_timeout", .duration(\.mempool.recheckTimeout),
            "How long an application in another process may take for all of these answers."),
        Setting(
            .mempool, "broadcast", .boolean(\.mempool.broadcasts),
            "Pass transactions on to other nodes. If not, they wait until this node proposes a block."),
        Setting(
            .mempool, "wal_dir", .text(\.mempool.logFolder),
            "Where CometBFT can keep a list of the transactions that came in. This node does not."),
        Setting(.mempool, "size", .integer(\.mempool.size), "Transactions that may wait."),
        Setting(.mempool, "max_txs_bytes", .integer(\.mempool.poolBytesMaximum), "Bytes that they may have together."),
        Setting(
            .mempool, "cache_size", .integer(\.mempool.cacheSize),
            "Transactions remembered after they are gone, so that they are not taken twice."),
        Setting(
            .mempool, "keep-invalid-txs-in-cache", .boolean(\.mempool.keepsInvalidInCache),
            "Remember the invalid ones too. Only for an application where what is invalid stays so."),
        Setting(
            .mempool, "max_tx_bytes", .integer(\.mempool.transactionBytesMaximum),
            "Bytes that one transaction may have."),
        Setting(
            .mempool, "max_batch_bytes", .integer(\.mempool.batchBytesMaximum, Int.min...Int.max),
            "Has no effect, in CometBFT neither."),
        Setting(
            .mempool, "experimental_max_gossip_connections_to_persistent_peers",
            .integer(\.mempool.gossipToPersistentPeersMaximum),
            "How many of the persistent peers get each transaction from this node; 0 for all."),
        Setting(
            .mempool, "experimental_max_gossip_connections_to_non_persistent_peers",
            .integer(\.mempool.gossipToOtherPeersMaximum),
            "How many of the other peers get each transaction from this node; 0 for all."),
        Setting(
            .mempool, "ttl-duration", .duration(\.mempool.timeToLive),
            "How long a transaction waits before it is given up; 0s for ever. CometBFT passes over this key."),
        Setting(
            .mempool, "ttl-num-blocks", .integer(\.mempool.blocksToLive),
            "How many blocks a transaction sees go by before it is given up; 0 for any number. CometBFT passes over this key."
        ),
    ]
}
