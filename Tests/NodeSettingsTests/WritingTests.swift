import Chain
import NodeSettings
import Testing

@Suite("Writing settings")
struct WritingTests {
    @Test("What is written is read as it was, without a warning")
    func roundTrip() throws {
        let (configuration, warnings) = try NodeConfiguration.of(NodeConfiguration(moniker: "here").text)
        #expect(configuration == NodeConfiguration(moniker: "here"))
        #expect(warnings.isEmpty)
    }

    /// A configuration in which each key has another value than by default.
    private func changed() throws -> NodeConfiguration {
        var configuration = NodeConfiguration()
        for (number, setting) in Setting.all.enumerated() {
            switch setting.kind {
            case .text(let place, let rule):
                configuration[keyPath: place] =
                    switch rule {
                    case .any, .path, .moniker: "x\(number) \"quoted\" \\ back"
                    case .oneOf(let allowed): allowed[1]
                    case .version: "1.2.3-rc.1+build.7"
                    case .listenAddress, .listenAddresses: "unix:///run/\(number)"
                    case .logLevels: "consensus:debug,*:error"
                    case .blockSyncVersion: "v0"
                    case .reachableAddress: "host:\(number + 1)"
                    }
            case .boolean(let place): configuration[keyPath: place].toggle()
            case .integer(let place, _): configuration[keyPath: place] += 1000 + number
            case .duration(let place, _):
                configuration[keyPath: place] = Nanoseconds(3_600_000_000_001 * (Int64(number) + 1))
            case .list(let place, _, let rule):
                let id = String(repeating: "ab", count: 20)
                configuration[keyPath: place] =
                    switch rule {
                    case .any: ["a\(number)", "b"]
                    case .peers: ["\(id)@host\(number):1", "\(id)@[::1]:2"]
                    case .nodeIDs: [id, String(repeating: "cd", count: 20)]
                    }
            }
        }
        configuration.mempool.type = "flood"
        configuration.stateSync.trustHash = "AB"
        return configuration
    }

    @Test("Every key is written and read")
    func everyKey() throws {
        let configuration = try changed()
        #expect(try NodeConfiguration.of(configuration.text).configuration == configuration)
        #expect(configuration.rpc.webSocketWriteBufferSize > configuration.rpc.subscriptionBufferSize)
        for setting in Setting.all {
            #expect(configuration.text.contains("\n\(setting.key) = "), "\(setting.path)")
        }
    }

    @Test(
        "Texts and lists that need care survive", arguments: ["\t\r\n\u{1}\u{7F}", "ü\u{2028}😀", "'''", "\"\"\"", "#"])
    func texts(text: String) throws {
        var configuration = NodeConfiguration()
        configuration.applicationAddress = text
        configuration.rpc.corsAllowedHeaders = [text, "b"]
        configuration.stateSync.rpcServers = ["a,b", " c", ""]
        configuration.rpc.corsAllowedOrigins = [text, "*", ""]
        #expect(try NodeConfiguration.of(configuration.text).configuration == configuration)
    }

    @Test("Lists that CometBFT writes as one text are written so")
    func lists() {
        var configuration = NodeConfiguration()
        configuration.peers.seeds = ["a@b:1", "c@d:2"]
        configuration.rpc.corsAllowedOrigins = ["*"]
        let lines = configuration.text.split(separator: "\n")
        #expect(lines.contains("seeds = \"a@b:1,c@d:2\""))
        #expect(lines.contains("cors_allowed_origins = [\"*\"]"))
        #expect(lines.contains("rpc_servers = \"\""))
        #expect(lines.contains("cors_allowed_methods = [\"HEAD\", \"GET\", \"POST\"]"))
        #expect(lines.contains("trust_period = \"168h0m0s\""))
    }

    @Test("Each key has a comment, and no line is longer than a screen")
    func comments() {
        let lines = NodeConfiguration().text.split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            #expect(line.count <= 100)
            if line.contains(" = ") && !line.hasPrefix("#") { #expect(lines[index - 1].hasPrefix("# ")) }
        }
    }

    @Test("CometBFT's keys are all there")
    func keys() {
        var counts: [SettingSection: Int] = [:]
        for setting in Setting.all { counts[setting.section, default: 0] += 1 }
        // CometBFT v0.38.25, config/toml.go; two more keys in [mempool], one in [storage] and [api] are ours.
        #expect(counts[.base] == 15)
        #expect(counts[.rpc] == 20)
        #expect(counts[.peers] == 20)
        #expect(counts[.mempool] == 13 + 2)
        #expect(counts[.stateSync] == 10)
        #expect(counts[.blockSync] == 1)
        #expect(counts[.consensus] == 15)
        #expect(counts[.storage] == 1 + 1)
        #expect(counts[.transactionIndex] == 2)
        #expect(counts[.instrumentation] == 4)
        #expect(counts[.api] == 1)
    }
}
