import NodeSettings
import Testing

@Suite("Where a setting may be said")
struct PrecedenceTests {
    private func moniker(file: Bool, variable: Bool, flag: Bool) throws -> String {
        try NodeConfiguration.of(
            file ? "moniker = \"file\"" : "", environment: variable ? ["DAON_MONIKER": "variable"] : [:],
            arguments: flag ? ["--moniker", "flag"] : []
        ).configuration.moniker
    }

    @Test("A flag counts before a variable, that before the file, that before the default")
    func precedence() throws {
        #expect(try moniker(file: false, variable: false, flag: false) == "anonymous")
        #expect(try moniker(file: true, variable: false, flag: false) == "file")
        #expect(try moniker(file: true, variable: true, flag: false) == "variable")
        #expect(try moniker(file: false, variable: true, flag: false) == "variable")
        #expect(try moniker(file: true, variable: true, flag: true) == "flag")
        #expect(try moniker(file: true, variable: false, flag: true) == "flag")
    }

    @Test("What is said wrongly in a place that does not count is not looked at")
    func overridden() throws {
        let (configuration, _) = try NodeConfiguration.of(
            "mempool.size = \"many\"", environment: ["DAON_MEMPOOL_SIZE": "few"], arguments: ["--mempool.size=3"])
        #expect(configuration.mempool.size == 3)
    }

    @Test(
        "Errors name the variable or the flag",
        arguments: [
            (
                ["DAON_MEMPOOL_SIZE": "-3"], [String](),
                "environment variable DAON_MEMPOOL_SIZE: mempool.size: can't be negative, is -3; use 0 or more"
            ),
            ([:], ["--mempool.size=x"], "flag --mempool.size: mempool.size: is the text \"x\"; write a whole number"),
            ([:], ["--mempool.size"], "flag --mempool.size: has no value; write --mempool.size number"),
            ([:], ["--rpc.ladr", "x"], "flag --rpc.ladr: there is no such setting; did you mean --rpc.laddr?"),
            ([:], ["--a.b"], "flag --a.b: there is no such setting; see --help"),
        ])
    func errors(environment: [String: String], arguments: [String], expected: String) {
        #expect(NodeConfiguration.error("", environment: environment, arguments: arguments) == expected)
    }

    @Test("Variables are named after section and key, with underscores for dots and dashes")
    func names() {
        let names = Dictionary(uniqueKeysWithValues: Setting.all.map { ($0.path, $0.variable) })
        #expect(names["moniker"] == "DAON_MONIKER")
        #expect(names["proxy_app"] == "DAON_PROXY_APP")
        #expect(names["rpc.laddr"] == "DAON_RPC_LADDR")
        #expect(names["p2p.external_address"] == "DAON_P2P_EXTERNAL_ADDRESS")
        #expect(names["mempool.keep-invalid-txs-in-cache"] == "DAON_MEMPOOL_KEEP_INVALID_TXS_IN_CACHE")
        #expect(names["tx_index.psql-conn"] == "DAON_TX_INDEX_PSQL_CONN")
        #expect(Set(names.values).count == Setting.all.count)
    }

    @Test("The guide's short variables count, but less than the long ones, and empty ones not at all")
    func aliases() throws {
        let peer = String(repeating: "ab", count: 20) + "@y:1"
        let short = [
            "MONIKER": "a", "PERSISTENT_PEERS": peer, "EXTERNAL_ADDRESS": "y:1", "DAON_P2P_SEEDS": "", "DC_NAME": "dc1",
        ]
        let (configuration, warnings) = try NodeConfiguration.of("p2p.seeds = \"\(peer)\"", environment: short)
        #expect(configuration.moniker == "a")
        #expect(configuration.peers.persistentPeers == [peer])
        #expect(configuration.peers.externalAddress == "y:1")
        #expect(configuration.peers.seeds == [peer])
        #expect(warnings.isEmpty)
        let both = ["MONIKER": "a", "DAON_MONIKER": "b"]
        #expect(try NodeConfiguration.of("", environment: both).configuration.moniker == "b")
        let place = ["DC_NAME": "dc1", "MONIKER": ""]
        #expect(try NodeConfiguration.of("", environment: place).configuration.moniker == "daon-validator-dc1")
    }

    @Test(
        "What the guide's variables cannot be is said with the variable's name and what to write",
        arguments: [
            ("PERSISTENT_PEERS", "nonsense", "write id@host:port"),
            ("PERSISTENT_PEERS", "ab@host:1", "write id@host:port"),
            ("PERSISTENT_PEERS", String(repeating: "ab", count: 20) + "@host:http", "write id@host:port"),
            ("EXTERNAL_ADDRESS", "host", "write host:port"), ("EXTERNAL_ADDRESS", ":26656", "write host:port"),
            ("EXTERNAL_ADDRESS", "host:0", "write host:port"), ("MONIKER", "\t", "use ASCII letters"),
            ("DC_NAME", "\u{e9}", "use ASCII letters"),
            ("DAON_P2P_PRIVATE_PEER_IDS", "x", "write 40 hexadecimal digits"),
            ("DAON_LOG_LEVEL", "loud", "use debug"),
        ])
    func guide(name: String, value: String, advice: String) {
        let error = NodeConfiguration.error("", environment: [name: value]) ?? ""
        #expect(error.hasPrefix("environment variable \(name): ") && error.contains(advice), "\(error)")
    }

    @Test("A variable of one of our sections that is no key is named; others are left alone")
    func unknownVariables() throws {
        let environment = ["DAON_RPC_LADR": "x", "DAON_HOME": "/x", "DAON_OTHER_PORT": "1", "PATH": "/bin"]
        #expect(
            try NodeConfiguration.of("", environment: environment).warnings == [
                "environment variable DAON_RPC_LADR: there is no such setting, it is ignored; "
                    + "did you mean DAON_RPC_LADDR?"
            ])
    }

    @Test(
        "Flags in every spelling",
        arguments: [
            ["--proxy_app", "x"], ["--proxy-app", "x"], ["--proxy_app=x"], ["--proxy-app=x"],
            ["--p2p.pex=false", "--proxy_app=y", "--proxy_app=x"],
        ])
    func spellings(arguments: [String]) throws {
        let settings = try CommandLineSettings(arguments)
        #expect(settings.remaining.isEmpty)
        let (configuration, _) = try NodeConfiguration.read(nil, flags: settings)
        #expect(configuration.applicationAddress == "x")
    }

    @Test("A truth value needs no word behind it, and a value may hold an equals sign or be empty")
    func values() throws {
        let settings = try CommandLineSettings([
            "--rpc.unsafe", "--p2p.pex=false", "--tx_index.psql-conn=postgresql://a?b=c", "--p2p.laddr=",
        ])
        let (configuration, _) = try NodeConfiguration.read(nil, flags: settings)
        #expect(configuration.rpc.allowsUnsafe)
        #expect(!configuration.peers.exchangesPeers)
        #expect(configuration.transactionIndex.postgresConnection == "postgresql://a?b=c")
        #expect(configuration.peers.listenAddress == "")
    }

    @Test("What is no setting is left for the command, and nothing behind two dashes is looked at")
    func remaining() throws {
        let arguments = [
            "start", "--home", "/x", "--moniker", "m", "--version", "-v", "file.toml", "--", "--moniker", "n",
        ]
        let settings = try CommandLineSettings(arguments)
        #expect(
            settings.remaining == ["start", "--home", "/x", "--version", "-v", "file.toml", "--", "--moniker", "n"])
    }

    @Test("The help names every flag")
    func help() {
        let help = CommandLineSettings.help
        for setting in Setting.all where setting.isOverridable { #expect(help.contains("--\(setting.path) <")) }
        #expect(!help.contains("--version"))
    }
}
