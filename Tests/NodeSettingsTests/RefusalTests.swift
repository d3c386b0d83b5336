import NodeSettings
import TestFolders
import Testing

@Suite("Settings that are refused")
struct RefusalTests {
    @Test(
        "A wrong value is one line with file, line, key and remedy",
        arguments: [
            ("[mempool]\n\nsize = \"many\"", "config.toml:3: mempool.size: is the text \"many\"; write a whole number"),
            ("mempool.size = 1.5", "config.toml:1: mempool.size: is a number with a fraction; write a whole number"),
            ("mempool.size = true", "config.toml:1: mempool.size: is true; write a whole number"),
            ("mempool.size = -1", "config.toml:1: mempool.size: can't be negative, is -1; use 0 or more"),
            (
                "statesync.chunk_fetchers = 2147483648",
                "config.toml:1: statesync.chunk_fetchers: is 2147483648; use 2147483647 or less"
            ),
            (
                "rpc.experimental_subscription_buffer_size = 99",
                "config.toml:1: rpc.experimental_subscription_buffer_size: must be >= 100, is 99; use 100 or more"
            ),
            ("p2p.pex = \"yes\"", "config.toml:1: p2p.pex: is the text \"yes\"; write true or false"),
            ("p2p.pex = []", "config.toml:1: p2p.pex: is a list; write true or false"),
            ("moniker = true", "config.toml:1: moniker: is true; write a text in quotes"),
            ("moniker = \" \"", "config.toml:1: moniker: is \" \"; use ASCII letters, digits and signs, at least one"),
            (
                "consensus.timeout_commit = \"1 s\"",
                "config.toml:1: consensus.timeout_commit: is the text \"1 s\"; "
                    + "write a length of time as in \"1s\", \"500ms\" or \"1h30m\""
            ),
            (
                "consensus.timeout_commit = \"-1s\"",
                "config.toml:1: consensus.timeout_commit: can't be negative; use 0s or more"
            ),
            (
                "consensus.block_time_tolerance = \"0s\"",
                "config.toml:1: consensus.block_time_tolerance: must be positive; use more than 0s"
            ),
            ("log_format = \"xml\"", "config.toml:1: log_format: is \"xml\"; use plain or json"),
            ("version = \"38\"", "config.toml:1: version: invalid version string: 38; write it as in 0.38.25"),
            (
                "log_level = \"loud\"",
                "config.toml:1: log_level: has the level \"loud\"; use debug, info, error or none, "
                    + "or module:level pairs as in consensus:debug,*:error"
            ),
            (
                "rpc.laddr = \"127.0.0.1\"",
                "config.toml:1: rpc.laddr: \"127.0.0.1\" has no port; write tcp://host:port or unix://path"
            ),
            ("db_dir = \"\"", "config.toml:1: db_dir: is empty; name a file or folder"),
            (
                "blocksync.version = \"v1\"",
                "config.toml:1: blocksync.version: blocksync version v1 has been deprecated; use v0"
            ),
            ("p2p.seeds = 7", "config.toml:1: p2p.seeds: is the number 7; write texts in [ ], or one with commas"),
            ("p2p.seeds = [\"a\", [7]]", "config.toml:1: p2p.seeds: is a list; write a text in quotes"),
            ("mempool.type = \"lanes\"", "config.toml:1: mempool.type: is \"lanes\"; use flood or nop"),
            ("moniker = 1979-05-27", "config.toml:1: moniker: is a time; write a text in quotes"),
            ("moniker = { a = 1 }", nil),
        ] as [(String, String?)])
    func values(text: String, expected: String?) {
        #expect(NodeConfiguration.error(text) == expected)
    }

    @Test(
        "Rules between keys are CometBFT's",
        arguments: [
            (
                "[rpc]\nexperimental_subscription_buffer_size = 300",
                "settings: rpc.experimental_websocket_write_buffer_size: "
                    + "must be >= experimental_subscription_buffer_size (300); use 300 or more"
            ),
            (
                "consensus.create_empty_blocks = false\nmempool.type = \"nop\"",
                "config.toml:2: mempool.type: `nop` mempool does not support create_empty_blocks = false; "
                    + "use flood, or consensus.create_empty_blocks = true"
            ),
            (
                "statesync.enable = true\nstatesync.rpc_servers = \"a\"",
                "config.toml:2: statesync.rpc_servers: at least two rpc_servers entries is required; "
                    + "name two nodes' HTTP interfaces, or none if there is a checkpoint of the trusted block itself"
            ),
            (
                "statesync.enable = true",
                "settings: statesync.trust_height: trusted_height is required; use the height of a block that you trust"
            ),
            (
                "statesync.enable = true\nstatesync.rpc_servers = \"a,b\"",
                "settings: statesync.trust_height: trusted_height is required; use the height of a block that you trust"
            ),
            (
                "statesync.enable = true\nstatesync.rpc_servers = \"a,b\"\nstatesync.trust_height = 7\n"
                    + "statesync.trust_hash = \"xy\"",
                "config.toml:4: statesync.trust_hash: invalid trusted_hash; use that block's hash in hexadecimal"
            ),
            (
                "statesync.enable = true\nstatesync.rpc_servers = \"a,b\"\nstatesync.trust_height = 7\n"
                    + "statesync.trust_hash = \"AB\"\nstatesync.discovery_time = \"4s\"",
                "config.toml:5: statesync.discovery_time: discovery time must be 0s or greater than five seconds; "
                    + "use 5s or more"
            ),
        ])
    func rules(text: String, expected: String) {
        #expect(NodeConfiguration.error(text) == expected)
    }

    @Test("State sync with all it needs is taken")
    func stateSync() throws {
        let text = """
            [statesync]
            enable = true
            rpc_servers = "a,b"
            trust_height = 7
            trust_hash = "AB"
            """
        #expect(try NodeConfiguration.of(text).configuration.stateSync.isEnabled)
    }

    @Test(
        "Text that is no TOML is refused with its line",
        arguments: [
            ("a = 1\nb = \n", "config.toml:2: "), ("moniker = \"x\"\nmoniker = \"y\"", "config.toml:2: "),
            ("[rpc\n", "config.toml:1: "), ("moniker = \"x", "config.toml:1: "), ("\u{1}", "config.toml:1: "),
            ("\n\n# \0", "config.toml:3: a control character, number 0; correct this line"),
        ])
    func noTOML(text: String, expected: String) throws {
        let error = try #require(NodeConfiguration.error(text))
        #expect(error.hasPrefix(expected), "\(error)")
        #expect(!error.contains("\n"))
    }

    @Test("A file that is not there, or no file, is told as such")
    func noFile() throws {
        let folder = try TemporaryFolder()
        let absent = try #require(throws: SettingError.self) { try NodeConfiguration.read(folder.path("none")) }
        #expect(absent.description == "\(folder.path("none")): cannot open: No such file or directory")
        let isFolder = try #require(throws: SettingError.self) { try NodeConfiguration.read(folder.path) }
        #expect(isFolder.description == "\(folder.path): cannot read: Is a directory")
    }

    @Test("A key with a zero byte in its name is passed over")
    func zeroInName() throws {
        #expect(try NodeConfiguration.of(#""mon\u0000iker" = "x""#).configuration == NodeConfiguration())
    }

    @Test("Our file cut at any length is read or refused, and never traps")
    func truncated() throws {
        let bytes = Array(NodeConfiguration().text.utf8)
        for count in stride(from: 0, to: bytes.count, by: 401) {
            _ = NodeConfiguration.error(String(decoding: bytes[..<count], as: UTF8.self))
        }
    }

    @Test("Random changes to our file never trap")
    func random() {
        var generator = SystemRandomNumberGenerator()
        let bytes = Array(NodeConfiguration().text.utf8)
        for _ in 0..<60 {
            var changed = bytes
            for _ in 0..<5 {
                changed[Int.random(in: changed.indices, using: &generator)] = UInt8.random(
                    in: 0...255, using: &generator)
            }
            _ = NodeConfiguration.error(String(decoding: changed, as: UTF8.self))
        }
    }
}
