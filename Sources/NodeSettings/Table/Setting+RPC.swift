extension Setting {
    static let rpc: [Setting] = [
        Setting(
            .rpc, "laddr", .text(\.rpc.listenAddress, .listenAddresses),
            """
            Where to listen: tcp://host:port or unix://path, several with commas between. Empty: nowhere. Whoever reaches \
            this address may use the interface, so open it to the world only behind a proxy.
            """),
        Setting(
            .rpc, "cors_allowed_origins", .list(\.rpc.corsAllowedOrigins, .array),
            "Web sites whose pages may call the interface from a browser; \"*\" for any, [] for none."),
        Setting(
            .rpc, "cors_allowed_methods", .list(\.rpc.corsAllowedMethods, .array),
            "HTTP methods that such pages may use."),
        Setting(
            .rpc, "cors_allowed_headers", .list(\.rpc.corsAllowedHeaders, .array),
            "HTTP headers that such pages may send."),
        Setting(
            .rpc, "grpc_laddr", .text(\.rpc.grpcListenAddress, .listenAddress),
            "Where to listen for gRPC, which knows only the broadcast of a transaction. Empty: nowhere."),
        Setting(
            .rpc, "grpc_max_open_connections", .integer(\.rpc.grpcConnectionsMaximum),
            "Connections to gRPC at a time; 0 for any number."),
        Setting(
            .rpc, "unsafe", .boolean(\.rpc.allowsUnsafe),
            "Offer the calls that change the node itself, such as dialling peers and emptying the mempool."),
        Setting(
            .rpc, "max_open_connections", .integer(\.rpc.connectionsMaximum),
            "Connections at a time, WebSockets among them; 0 for any number. The system's limit of open files must allow them."
        ),
        Setting(
            .rpc, "max_subscription_clients", .integer(\.rpc.subscriptionClientsMaximum),
            "Clients that may subscribe to events at a time."),
        Setting(
            .rpc, "max_subscriptions_per_client", .integer(\.rpc.subscriptionsPerClientMaximum),
            "Subscriptions that each of them may have."),
        Setting(
            .rpc, "experimental_subscription_buffer_size", .integer(\.rpc.subscriptionBufferSize, 100...Int.max),
            "Events held back for a subscription that is slow, before it is ended; at least 100."),
        Setting(
            .rpc, "experimental_websocket_write_buffer_size", .integer(\.rpc.webSocketWriteBufferSize),
            "Answers held back for a WebSocket that is slow; at least as many as events for a subscription."),
        Setting(
            .rpc, "experimental_close_on_slow_client", .boolean(\.rpc.closesSlowClients),
            "Close a WebSocket that is too slow, rather than leave out events."),
        Setting(
            .rpc, "timeout_broadcast_tx_commit", .duration(\.rpc.broadcastCommitTimeout),
            "How long a call of broadcast_tx_commit waits for its transaction to be in a block."),
        Setting(
            .rpc, "max_request_batch_size", .integer(\.rpc.batchRequestsMaximum),
            "Requests in one batch; 0 for any number."),
        Setting(.rpc, "max_body_bytes", .integer(\.rpc.bodyBytesMaximum), "Bytes in the body of a request."),
        Setting(.rpc, "max_header_bytes", .integer(\.rpc.headerBytesMaximum), "Bytes in the headers of a request."),
        Setting(
            .rpc, "tls_cert_file", .text(\.rpc.tlsCertificateFile),
            "A certificate, in the config folder unless the path says otherwise. With it and its key, HTTPS is spoken."),
        Setting(.rpc, "tls_key_file", .text(\.rpc.tlsKeyFile), "The certificate's secret key."),
        Setting(
            .rpc, "pprof_laddr", .text(\.rpc.profilingListenAddress),
            "Where CometBFT offers Go's profiler. This node has none."),
    ]
}
