extension Setting {
    static let base: [Setting] = [
        Setting(
            .base, "version", .text(\.version, .version), isOverridable: false,
            "The version of CometBFT whose settings these are. Leave it as it is."),
        Setting(
            .base, "proxy_app", .text(\.applicationAddress),
            """
            The application that the chain runs: the name of one that is built in (daon, the registry of works; kvstore, \
            CometBFT's example), or later the address of one in a process of its own (tcp://127.0.0.1:26658, unix:///path).
            """),
        Setting(
            .base, "moniker", .text(\.moniker, .moniker), alias: "MONIKER",
            "A name for this node that people recognise. It need not be unique."),
        Setting(
            .base, "db_backend", .text(\.databaseBackend),
            "CometBFT's choice of a database. This node has one of its own and keeps the key only for CometBFT."),
        Setting(
            .base, "db_dir", .text(\.dataFolder, .path), "The folder of everything that grows: blocks, state, log."),
        Setting(
            .base, "log_level", .text(\.logLevel, .logLevels),
            """
            Which lines are logged: debug, info, error or none. Parts of the node may have levels of their own, as in \
            "consensus:debug,*:error".
            """),
        Setting(
            .base, "log_format", .text(\.logFormat, .oneOf(["plain", "json"])),
            "Lines for people (plain) or programs (json)."),
        Setting(
            .base, "genesis_file", .text(\.genesisFile, .path),
            "How the chain begins. All its nodes have the same file."),
        Setting(
            .base, "priv_validator_key_file", .text(\.validatorKeyFile, .path),
            "The secret key with which this node signs as a validator. Keep a copy; never let two nodes run with it."),
        Setting(
            .base, "priv_validator_state_file", .text(\.signStateFile, .path),
            "What that key signed last. Without it, or with an old copy, the node could contradict itself."),
        Setting(
            .base, "priv_validator_laddr", .text(\.remoteSignerAddress, .listenAddress),
            "Where to wait for a signer in another process, in place of the key file. Empty: sign with the key file."),
        Setting(
            .base, "node_key_file", .text(\.nodeKeyFile, .path), "The secret key by which other nodes know this one."),
        Setting(
            .base, "abci", .text(\.applicationTransport, .oneOf(["socket", "grpc"])),
            "How an application in another process is spoken to: socket or grpc."),
        Setting(
            .base, "filter_peers", .boolean(\.filtersPeers),
            "Ask the application about each new peer, so that it may refuse it."),
        Setting(
            .base, "event_bus_buffer_capacity", .integer(\.eventBusCapacity),
            "Events that CometBFT holds back for slow readers inside the process. This node does not use it."),
    ]
}
