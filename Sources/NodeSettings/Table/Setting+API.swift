extension Setting {
    static let api: [Setting] = [
        Setting(
            .api, "address", .text(\.api.address, .listenAddress),
            """
            Where to listen: tcp://127.0.0.1:1317 is where clients look for it, unix://path is possible. Empty: nowhere. \
            Only for the application daon. Whoever reaches this address may read the state and send transactions, so open \
            it to the world only behind a proxy.
            """)
    ]
}
