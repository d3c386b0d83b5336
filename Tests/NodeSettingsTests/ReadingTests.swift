import Chain
import NodeSettings
import Testing

@Suite("Reading settings")
struct ReadingTests {
    /// Lines as CometBFT 0.38 writes them, which no other test has.
    private static let excerpt = """
        version = "0.38.19"
        proxy_app = "tcp://127.0.0.1:26658"
        moniker = "node0"

        #######################################################
        ###       RPC Server Configuration Options          ###
        [rpc]
        laddr = "tcp://127.0.0.1:26657"
        cors_allowed_origins = []
        cors_allowed_methods = ["HEAD", "GET", "POST", ]
        [p2p]
        persistent_peers = "1e0797963d9dd4a8f020bd7cf2f4c0b21f6c16e6@node0:26656,b7f9f0be9f88ecab56e9fd80e2895c5300aba059@node1:26656"
        flush_throttle_timeout = "100ms"
        [mempool]
        keep-invalid-txs-in-cache = false
        max_batch_bytes = 0
        [statesync]
        rpc_servers = ""
        trust_period = "168h0m0s"
        chunk_fetchers = "4"
        [consensus]
        timeout_commit = "600ms"
        [tx_index]
        psql-conn = ""
        """

    @Test("CometBFT's lines are read without a warning")
    func excerpt() throws {
        let (configuration, warnings) = try NodeConfiguration.of(ReadingTests.excerpt)
        #expect(warnings.isEmpty)
        var expected = NodeConfiguration(moniker: "node0")
        expected.version = "0.38.19"
        expected.applicationAddress = "tcp://127.0.0.1:26658"
        expected.peers.persistentPeers = [
            "1e0797963d9dd4a8f020bd7cf2f4c0b21f6c16e6@node0:26656",
            "b7f9f0be9f88ecab56e9fd80e2895c5300aba059@node1:26656",
        ]
        expected.consensus.commitTimeout = Nanoseconds(600_000_000)
        #expect(configuration == expected)
    }

    @Test("An empty file gives the defaults")
    func empty() throws {
        let (configuration, warnings) = try NodeConfiguration.of("")
        #expect(configuration == NodeConfiguration())
        #expect(warnings.isEmpty)
    }

    @Test("Without a file there are the defaults, and the machine's name")
    func noFile() throws {
        let (configuration, warnings) = try NodeConfiguration.read(nil)
        #expect(configuration == NodeConfiguration(moniker: NodeConfiguration.machineName))
        #expect(!configuration.moniker.isEmpty)
        #expect(warnings.isEmpty)
    }

    @Test(
        "Values are taken in the ways CometBFT's reader takes them",
        arguments: [
            ("mempool.size = 7", "7"), ("mempool.size = \"7\"", "7"), ("[mempool]\nsize = 7", "7"),
            ("[mempool]\nSIZE = 7", "7"), ("[Mempool]\nsize = 7", "7"),
        ])
    func integers(text: String, expected: String) throws {
        let (configuration, warnings) = try NodeConfiguration.of(text)
        #expect(String(configuration.mempool.size) == expected)
        #expect(warnings.isEmpty)
    }

    @Test("Truth values, numbers as texts, and lists in both forms")
    func otherForms() throws {
        let (configuration, warnings) = try NodeConfiguration.of(
            """
            moniker = 12
            filter_peers = "true"
            p2p.pex = 0
            statesync.rpc_servers = ["a", "b"]
            rpc.cors_allowed_origins = "http://a, http://b"
            """)
        #expect(configuration.moniker == "12")
        #expect(configuration.filtersPeers)
        #expect(!configuration.peers.exchangesPeers)
        #expect(configuration.stateSync.rpcServers == ["a", "b"])
        #expect(configuration.rpc.corsAllowedOrigins == ["http://a", "http://b"])
        #expect(warnings.isEmpty)
    }

    @Test("A length of time without a unit is nanoseconds, which is said")
    func bareDuration() throws {
        let (configuration, warnings) = try NodeConfiguration.of("[consensus]\ntimeout_commit = 1000")
        #expect(configuration.consensus.commitTimeout == Nanoseconds(1000))
        #expect(
            warnings == [
                "config.toml:2: consensus.timeout_commit is read as 1000 nanoseconds, as by CometBFT; "
                    + "write it as in \"1s\" or \"500ms\""
            ])
        #expect(try NodeConfiguration.of("consensus.timeout_commit = 0").warnings.isEmpty)
    }

    @Test(
        "Unknown keys and sections are named with the nearest ones there are",
        arguments: [
            ("monicker = \"x\"", "config.toml:1: there is no key monicker, it is ignored; did you mean moniker?"),
            (
                "[rpc]\n\nladr = 1",
                "config.toml:3: there is no key rpc.ladr, it is ignored; did you mean rpc.laddr?"
            ),
            (
                "[mempool]\nkeep_invalid_txs_in_cache = 1",
                "config.toml:2: there is no key mempool.keep_invalid_txs_in_cache, it is ignored; "
                    + "did you mean mempool.keep-invalid-txs-in-cache?"
            ),
            (
                "[p2p]\ntimeout_commit = \"1s\"",
                "config.toml:2: there is no key p2p.timeout_commit, it is ignored; "
                    + "did you mean consensus.timeout_commit?"
            ),
            ("fast_sync = true", "config.toml:1: there is no key fast_sync, it is ignored"),
            (
                "[blocksink]\nversion = \"v0\"\nother = 1",
                "config.toml:1: there is no section [blocksink], it is ignored; did you mean [blocksync]?"
            ),
            ("[fastsync]", "config.toml:1: there is no section [fastsync], it is ignored"),
            ("[telemetry]\nx = 1", "config.toml:1: there is no section [telemetry], it is ignored"),
            ("telemetry = { x = 1 }", "config.toml:1: there is no section [telemetry], it is ignored"),
            ("[rpc.inner]\nx = 1", "config.toml:2: there is no key rpc.inner.x, it is ignored"),
        ])
    func unknown(text: String, expected: String) throws {
        let (configuration, warnings) = try NodeConfiguration.of(text)
        #expect(warnings == [expected])
        #expect(configuration == NodeConfiguration())
    }

    @Test("A section that is there but empty needs no warning")
    func emptySection() throws {
        #expect(try NodeConfiguration.of("[rpc]\n[p2p]\n").warnings.isEmpty)
    }
}
