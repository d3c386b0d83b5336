import Foundation
import Testing

@Suite("Commands against a node that runs the registry", .blocking)
struct ClientTests {
    private let home: TestHome
    private let node: RunningNode
    private let address: String

    init() throws {
        home = try TestHome()
        let process = try NodeProcess([
            "start", "--home", home.path, "--rpc.laddr", "tcp://127.0.0.1:0", "--consensus.timeout_commit", "20ms",
        ])
        node = try RunningNode(process)
        address = "tcp://127.0.0.1:\(node.rpc.port)"
        try node.height(reaching: 2)
    }

    /// The lines of a command that must succeed.
    @discardableResult
    private func run(_ arguments: String..., home other: TestHome? = nil) throws -> [String] {
        let asks = arguments[0] == "tx" || arguments[0] == "query"
        let all = arguments + ["--home", (other ?? home).path] + (asks ? ["--node", address] : [])
        let finished = try NodeProcess.run(all)
        if finished.end != .exit(0) { throw TestError("\(arguments): \(finished)") }
        return finished.output
    }

    /// The message of a command that must fail.
    private func failure(_ arguments: String...) throws -> String {
        let finished = try NodeProcess.run(arguments + ["--home", home.path, "--node", address])
        if finished.end == .exit(0) { throw TestError("\(arguments) succeeded: \(finished)") }
        return (finished.output + finished.errors).joined(separator: "\n")
    }

    private func value(_ name: String, _ lines: [String]) throws -> String {
        let prefix = "\(name): "
        guard let line = lines.first(where: { $0.hasPrefix(prefix) }) else { throw TestError("no \(name) in \(lines)") }
        return String(line.dropFirst(prefix.count))
    }

    @Test("A work is registered, verified with its proof, transferred, revised, and its terms change")
    func registry() throws {
        try home.write("poem.html", "<p>Roses are <em>red</em></p>\r\n")
        try run("keys", "add", "alice", "--no-passphrase")
        let alice = try run("keys", "show", "alice", "-a")[0]
        let operatorAccount = try run("keys", "show", "validator", "-a")[0]
        #expect(try value("address", run("keys", "show", "alice")) == alice && alice.hasPrefix("daon1"))

        let trusted = try node.rpc.call("commit", ["height": "1"]).signed_header.commit.block_id.hash.text
        let made = try run(
            "tx", "registry", "register", home.path(of: "poem.html"), "--license", "cc_by", "--ai-policy", "prohibited",
            "--licensing-uri", "https://example.org/ask", "--from", "validator")
        let hash = try value("content_hash", made)
        // printf 'Roses are red' | sha256sum
        #expect(hash == "sha256:8522061b991b1db70453502d328fe07ecea9bfbbd4959af08b60df96fade3f5a")
        #expect(try value("status", made) == "committed" && value("kind", made) == "text")
        let again = try run("tx", "registry", "register", hash, "-l", "cc_by", "--from", "validator")
        #expect(try value("status", again) == "existing" && value("owner", again) == operatorAccount)
        #expect(try value("registered_tx", again) == value("tx_hash", made))
        let foreign = try failure("tx", "registry", "register", hash, "-l", "cc_by", "--from", "alice")
        #expect(foreign.contains("registered already") && foreign.contains(operatorAccount))

        let shown = try run("query", "registry", "verify", home.path(of: "poem.html"))
        #expect(try value("verified", shown) == "true" && value("creator", shown) == operatorAccount)
        #expect(try value("license", shown) == "cc_by" && value("ai_training_policy", shown) == "prohibited")

        _ = try node.height(reaching: try node.height + 2)
        let proven = try run(
            "query", "registry", "verify", hash, "--prove", "--trust-height", "1", "--trust-hash", trusted)
        #expect(try value("owner", proven) == operatorAccount && Int(value("proven_height", proven)) ?? 0 > 1)
        let lie = try failure(
            "query", "registry", "verify", hash, "--prove", "--trust-height", "2", "--trust-hash", trusted)
        #expect(lie.contains("not proven"))
        let unproven = try home.run(
            "query", "registry", "verify", hash, "--node", address, "--prove", "--trust-height", "2", "--trust-hash",
            trusted)
        #expect(unproven.end == .exit(2) && unproven.output == [])
        #expect(try home.run("query", "registry", "verify", "nothing", "--node", address).end == .exit(2))
        let unknown = "sha256:" + String(repeating: "0", count: 64)
        #expect(try home.run("query", "registry", "verify", unknown, "--node", address).end == .exit(1))
        #expect(
            try failure(
                "query", "registry", "verify", unknown, "--prove", "--trust-height", "1", "--trust-hash", trusted
            )
            .contains("verified: false"))

        try run("tx", "registry", "transfer", hash, "alice", "--from", "validator")
        try run("tx", "registry", "license", hash, "--license", "cc_by_nd", "--from", "alice")
        let second = try value(
            "content_hash",
            run("tx", "registry", "revise", "--previous", hash, unknown, "-l", "cc_by", "--from", "alice"))
        let record = try run("query", "registry", "record", hash)
        #expect(try value("owner", record) == alice && value("license", record) == "cc_by_nd")
        #expect(try value("next_version", record) == second)
        let actions = try run("query", "registry", "history", hash).filter { $0.hasPrefix("action: ") }
        #expect(
            actions == [
                "action: content_registered", "action: ownership_transferred", "action: license_updated",
                "action: content_revised",
            ])
        let denied = try failure("tx", "registry", "transfer", hash, "validator", "--from", "validator")
        #expect(denied.contains("contentregistry 1105"))
        #expect(
            try run("query", "registry", "list", "--owner", "alice").filter { $0.hasPrefix("content_hash") }.count == 2)
        #expect(node.process.stop(SIGTERM) == .exit(0))
    }

    @Test("Coins are sent, and what is wrong is said")
    func coins() throws {
        try run("keys", "add", "bob", "--no-passphrase")
        #expect(try run("query", "balance", "validator") == ["9000000000stake"])
        try run("tx", "send", "bob", "25stake", "--from", "validator")
        #expect(try run("query", "balance", "bob") == ["25stake"])
        #expect(try failure("tx", "send", "validator", "26stake", "--from", "bob").contains("sdk 5"))
        #expect(try failure("tx", "send", "bob", "1stake", "--from", "carol").contains("which has bob, validator"))
        #expect(try failure("tx", "send", "bob", "many", "--from", "validator").contains("1000stake"))
        #expect(try failure("tx", "send", "bob", "1stake", "--from", "validator", "--gas", "5").contains("sdk 11"))
        let sent = try run("tx", "send", "bob", "1stake", "--from", "validator", "--unordered", "--output", "json")
        let json = try #require(try JSONSerialization.jsonObject(with: Data(sent[0].utf8)) as? [String: Any])
        let hash = try #require(json["tx_hash"] as? String)
        #expect(try value("code", run("query", "tx", hash)) == "0")
        #expect(try value("sequence", run("query", "account", "bob")) == "0")
        node.process.stop(SIGTERM)
        #expect(try failure("query", "balance", "bob").contains("no node answers at \(address)"))
    }

    @Test("A table of works is registered; lines that are wrong are all named before anything is sent")
    func batch() throws {
        var table = "hash,license\n"
        for number in 0..<150 { table += "\(String(format: "%064x", number)),cc_by\n" }
        try home.write("works.csv", table)
        let first = try run("tx", "registry", "register-batch", home.path(of: "works.csv"), "--from", "validator")
        #expect(first.last == "150 registered, 0 registered before, 0 of other owners")
        let second = try run("tx", "registry", "register-batch", home.path(of: "works.csv"), "--from", "validator")
        #expect(second.last == "0 registered, 150 registered before, 0 of other owners")
        try run("keys", "add", "dora", "--no-passphrase")
        let foreign = try run("tx", "registry", "register-batch", home.path(of: "works.csv"), "--from", "dora")
        #expect(foreign.last == "0 registered, 0 registered before, 150 of other owners")
        try home.write("bad.csv", "file,license\nnothing.txt,cc_by\n\"bad.csv\",cc-by\nbad.csv,cc_by\nbad.csv,cc_by\n")
        let refused = try failure("tx", "registry", "register-batch", home.path(of: "bad.csv"), "--from", "validator")
        #expect(refused.contains("line 2:") && refused.contains("line 3:") && refused.contains("line 5: the same work"))
        node.process.stop(SIGTERM)
    }

    @Test("The API's account is funded from its words, and encrypted keys need their passphrase")
    func genesis() throws {
        node.process.stop(SIGTERM)
        let other = TestHome(notMade: ())
        let words = String(repeating: "abandon ", count: 11) + "about"
        let made = try NodeProcess.run(
            ["init", "x", "--home", other.path],
            environment: ["API_MNEMONIC": words, "DAON_KEYRING_PASSPHRASE": "secret!!"])
        #expect(made.end == .exit(0), "\(made)")
        let genesis = try other.text(of: "config/genesis.json")
        #expect(genesis.contains("daon19rl4cm2hmr8afy4kldpxz3fka4jguq0a90yu54") && !genesis.contains("abandon"))
        let closed = try NodeProcess.run(
            ["keys", "reveal", "validator", "--home", other.path], environment: ["DAON_KEYRING_PASSPHRASE": "wrong"])
        #expect(closed.errors.joined().contains("wrong passphrase"))
        let open = try NodeProcess.run(
            ["keys", "reveal", "validator", "--home", other.path], environment: ["DAON_KEYRING_PASSPHRASE": "secret!!"])
        #expect(open.output[0].split(separator: " ").count == 24)
    }
}
