extension Setting {
    static let storage: [Setting] = [
        Setting(
            .storage, "discard_abci_responses", .boolean(\.storage.discardsABCIResponses),
            "Keep the application's answers to the last block only. Saves room; /block_results then knows no other block."
        ),
        Setting(
            .storage, "state_cache_bytes", .integer(\.storage.stateCacheBytes),
            """
            Bytes of memory for the tree over the registry's state; what is not durable yet comes on top. Enough for a million \
            records; what does not find room is read from the disk. CometBFT does not know the key.
            """),
    ]

    static let transactionIndex: [Setting] = [
        Setting(
            .transactionIndex, "indexer", .text(\.transactionIndex.indexer, .oneOf(["kv", "null", "psql", ""])),
            "kv: in the node. null: not at all. psql: in PostgreSQL."),
        Setting(
            .transactionIndex, "psql-conn", .text(\.transactionIndex.postgresConnection),
            "Where PostgreSQL is: postgresql://user:password@host:port/database."),
    ]

    static let instrumentation: [Setting] = [
        Setting(
            .instrumentation, "prometheus", .boolean(\.instrumentation.servesPrometheus), "Serve metrics at /metrics."),
        Setting(
            .instrumentation, "prometheus_listen_addr",
            .text(\.instrumentation.prometheusListenAddress, .listenAddress),
            "Where to serve them: host:port."),
        Setting(
            .instrumentation, "max_open_connections", .integer(\.instrumentation.connectionsMaximum),
            "Connections at a time; 0 for any number."),
        Setting(
            .instrumentation, "namespace", .text(\.instrumentation.namespace),
            "The word before the names of all metrics. Dashboards made for CometBFT expect cometbft."),
    ]
}
