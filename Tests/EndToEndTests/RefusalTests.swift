import Foundation
import Testing

@Suite("What a node refuses to start with", .blocking)
struct RefusalTests {
    @Test("A second process on the same home names the first one and ends")
    func secondProcess() throws {
        let home = try TestHome()
        let node = try home.start()
        try node.height(reaching: 1)
        let second = try home.run("start", "--proxy_app", "kvstore", "--rpc.laddr", "tcp://127.0.0.1:0")
        try expectRefusal(second, naming: "\(node.process.identifier)", home.path)
        for command in ["unsafe-reset-all", "unsafe-reset-priv-validator"] {
            try expectRefusal(try home.run(command), naming: "\(node.process.identifier)")
        }
        let height = try node.height
        try node.height(reaching: height + 2)
        #expect(node.process.stop(SIGTERM) == .exit(0))
    }

    @Test("A port in use is one line, and the home is as good as before")
    func portInUse() throws {
        let homes = (try TestHome(), try TestHome())
        let node = try homes.0.start()
        let address = "tcp://127.0.0.1:\(node.rpc.port)"
        let refused = try homes.1.run("start", "--proxy_app", "kvstore", "--rpc.laddr", address)
        try expectRefusal(refused, naming: "127.0.0.1:\(node.rpc.port)", "--rpc.laddr")
        let other = try homes.1.start()
        try other.height(reaching: 2)
        #expect(other.process.stop(SIGTERM) == .exit(0))
        #expect(node.process.stop(SIGTERM) == .exit(0))
    }

    @Test(
        "A broken file is named in one line with what helps, and nothing is changed",
        arguments: [
            "config/config.toml", "config/genesis.json", "config/node_key.json", "config/priv_validator_key.json",
            "data/priv_validator_state.json",
        ])
    func brokenFile(file: String) throws {
        let home = try TestHome()
        let good = try home.text(of: file)
        // Half of a TOML file, and none of it, is a TOML file.
        let isTOML = file.hasSuffix("toml")
        for (text, name) in Damage.all(of: good) where !isTOML || name == "garbled" || name == "another kind of value" {
            if isTOML && name == "another kind of value" {
                try home.write(file, good + "\n[rpc]\nladdr = 5\n")
            } else {
                try home.write(file, text)
            }
            let before = try home.contents()
            let refused = try home.run("start", "--proxy_app", "kvstore", "--rpc.laddr", "tcp://127.0.0.1:0")
            try expectRefusal(refused, naming: home.path(of: file), ";")
            let after = try home.contents()
            #expect(after.keys.sorted() == before.keys.sorted(), "\(name)")
            #expect(after == before, "\(name)")
        }
        try home.write(file, good)
        let node = try home.start()
        #expect(node.process.stop(SIGTERM) == .exit(0))
    }

    @Test(
        "A value that is wrong is named with its field",
        arguments: [
            ("config/config.toml", "timeout_commit = \"1s\"", "timeout_commit = \"soon\"", "consensus.timeout_commit"),
            ("config/genesis.json", "\"max_gas\": \"-1\"", "\"max_gas\": -1", "consensus_params.block.max_gas"),
            ("config/genesis.json", "\"power\": \"1000\"", "\"power\": \"-10\"", "power"),
            ("config/node_key.json", "PrivKeyEd25519", "PrivKeyUnknown", "priv_key"),
            ("config/priv_validator_key.json", "tendermint/PrivKeyEd25519", "tendermint/Nothing", "priv_key"),
            ("data/priv_validator_state.json", "\"step\": 0", "\"step\": 9", "step"),
        ])
    func brokenField(file: String, right: String, wrong: String, field: String) throws {
        let home = try TestHome()
        let good = try home.text(of: file)
        try #require(good.contains(right))
        try home.write(file, good.replacing(right, with: wrong))
        let before = try home.contents()
        let refused = try home.run("start", "--proxy_app", "kvstore", "--rpc.laddr", "tcp://127.0.0.1:0")
        try expectRefusal(refused, naming: home.path(of: file), field, ";")
        #expect(try home.contents() == before)
    }

    @Test("A file that is missing is named in one line with what helps, and nothing is made")
    func missingFile() throws {
        for file in [
            "config/genesis.json", "config/node_key.json", "config/priv_validator_key.json",
            "data/priv_validator_state.json",
        ] {
            let home = try TestHome()
            try FileManager.default.removeItem(atPath: home.path(of: file))
            let before = try home.contents()
            let refused = try home.run("start", "--proxy_app", "kvstore", "--rpc.laddr", "tcp://127.0.0.1:0")
            try expectRefusal(refused, naming: home.path(of: file), ";")
            #expect(try home.contents() == before)
        }
        let none = TestHome(notMade: ())
        let refused = try none.run("start", "--proxy_app", "kvstore")
        #expect(refused.end == .exit(1))
        #expect(refused.errors.last?.contains("daon-node init") == true)
        #expect(!FileManager.default.fileExists(atPath: none.path))
    }

    @Test("A flag or command that does not exist is named")
    func unknownFlag() throws {
        let home = try TestHome()
        for words in [["start", "--rpc.ladr", "x"], ["start", "--no-such-flag"], ["no-such-command"]] {
            let refused = try NodeProcess.run(words)
            #expect(refused.end != .exit(0))
            #expect(refused.errors.first?.contains(words[words.count == 1 ? 0 : 1]) == true, "\(refused.errors)")
        }
        let value = try home.run("start", "--rpc.laddr")
        #expect(value.end != .exit(0))
        let application = try home.run("start", "--proxy_app", "tcp://127.0.0.1:26658")
        try expectRefusal(application, naming: "proxy_app", "kvstore")
    }

    @Test("A home whose genesis is of another chain than its data does not start, and loses nothing")
    func otherChain() throws {
        let home = try TestHome()
        let node = try home.start()
        try node.height(reaching: 1)
        #expect(node.process.stop(SIGTERM) == .exit(0))
        let genesis = try home.text(of: "config/genesis.json")
        try home.write(
            "config/genesis.json", genesis.replacingOccurrences(of: "end-to-end", with: "another-chain"))
        let refused = try home.run("start", "--proxy_app", "kvstore", "--rpc.laddr", "tcp://127.0.0.1:0")
        try expectRefusal(refused, naming: "end-to-end", "another-chain", "another home")
        try home.write("config/genesis.json", genesis)
        let again = try home.start()
        try again.height(reaching: 2)
        again.process.stop(SIGTERM)
    }

    @Test("A validator alone whose last signature is not in its log stops, with the command that resumes")
    func signStateAheadOfLog() throws {
        let home = try TestHome()
        var node = try home.start()
        try node.rpc.commit("kept=yes")
        #expect(node.process.stop(SIGTERM) == .exit(0))
        let state = try home.json("data/priv_validator_state.json")
        let ahead = try state.height.decimal + 1
        try home.write("data/priv_validator_state.json", #"{"height":"\#(ahead)","round":0,"step":2}"#)
        let stopped = try home.run("start", "--proxy_app", "kvstore", "--rpc.laddr", "tcp://127.0.0.1:0")
        #expect(stopped.end == .exit(3))
        #expect(stopped.errors.count == 1, "\(stopped.errors)")
        #expect(stopped.errors.last?.contains("height \(ahead)") == true)
        let command = try #require(stopped.errors.last?.firstMatch(of: /`daon-node ([^`]*)`/)?.1)
        let resumed = try NodeProcess.run(command.split(separator: " ").map(String.init) + ["--home", home.path])
        #expect(resumed.end == .exit(0), "\(resumed)")
        node = try home.start()
        try node.height(reaching: ahead + 1)
        #expect(try node.rpc.value(of: "kept") == "yes")
        #expect(node.process.stop(SIGTERM) == .exit(0))
    }

    /// One line on standard error with all of this in it, and code 1.
    private func expectRefusal(
        _ refused: NodeProcess.Finished, naming texts: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        #expect(refused.end == .exit(1), sourceLocation: sourceLocation)
        let lines = refused.errors.filter { !$0.hasPrefix("warning: ") }
        #expect(lines.count == 1, "\(lines)", sourceLocation: sourceLocation)
        for text in texts {
            #expect(lines.first?.contains(text) == true, "\(text) in \(lines)", sourceLocation: sourceLocation)
        }
    }
}
