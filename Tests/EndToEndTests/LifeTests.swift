import Foundation
import Testing

@Suite("A node from its first start to its next", .blocking)
struct LifeTests {
    @Test("A chain of one validator grows, takes a transaction, stops, and has it after the next start")
    func life() throws {
        let home = try TestHome()
        var node = try home.start()
        let first = try node.height(reaching: 2)
        let (height, hash) = try node.rpc.commit("name=satoshi")
        #expect(height > first)
        #expect(try node.rpc.value(of: "name") == "satoshi")
        let found = try node.rpc.call("tx", ["hash": try base64(hash)])
        #expect(try found.height.decimal == height)
        let last = try node.height

        let start = Date()
        #expect(node.process.stop(SIGTERM, within: 5) == .exit(0))
        #expect(Date().timeIntervalSince(start) < 5)
        #expect(node.process.errors.all() == [])

        node = try home.start()
        #expect(try node.height >= last)
        #expect(try node.rpc.value(of: "name") == "satoshi")
        let again = try node.rpc.call("tx", ["hash": try base64(hash)])
        #expect(try again.tx.text == found.tx.text)
        #expect(try again.height.decimal == height)
        try node.height(reaching: last + 2)
        #expect(node.process.stop(SIGINT, within: 5) == .exit(0))
    }

    @Test("A node that is told to stop while clients wait for blocks ends within five seconds")
    func stopUnderLoad() throws {
        let home = try TestHome()
        let node = try home.start()
        try node.height(reaching: 1)
        let load = Load(node.rpc, clients: 4, prefix: "stop")
        try load.waitForAnswers(5)
        let start = Date()
        #expect(node.process.stop(SIGTERM, within: 10) == .exit(0))
        #expect(Date().timeIntervalSince(start) < 5)
        let answered = load.finish()

        let next = try home.start()
        for transaction in answered { #expect(try next.rpc.value(of: transaction.key) == transaction.value) }
        next.process.stop(SIGTERM)
    }

    @Test("Every start says the node's id first, and init what to do next")
    func nodeID() throws {
        let home = TestHome(notMade: ())
        let made = try home.run("init", "tester")
        #expect(made.end == .exit(0))
        #expect(made.output.last?.contains("daon-node start --home \(home.path)") == true)
        let shown = try home.run("show-node-id").output
        #expect(shown.count == 1 && shown[0].wholeMatch(of: /[0-9a-f]{40}/) != nil)
        for _ in 0..<2 {
            let node = try home.start()
            let line = try #require(node.process.output.line(with: "node_id: "))
            #expect(line == "node_id: \(shown[0])")
            #expect(try node.rpc.call("status").node_info.id.text == shown[0])
            node.process.stop(SIGTERM)
            #expect(node.process.output.all().first == line)
        }
    }

    @Test("Every line of the log is JSON when that is asked for, and a block is one line")
    func jsonLines() throws {
        let home = try TestHome()
        let node = try home.start("--log_format", "json")
        try node.height(reaching: 3)
        node.process.stop(SIGTERM)
        let lines = node.process.output.all()
        #expect(lines.first?.hasPrefix("node_id: ") == true)
        var blocks: [String: Int] = [:]
        for line in lines.dropFirst() {
            let entry = Answer(try JSONSerialization.jsonObject(with: Data(line.utf8)))
            #expect(try !entry.time.text.isEmpty && !entry.level.text.isEmpty)
            if try entry.message.text == "committed block" { blocks[try entry.height.text, default: 0] += 1 }
        }
        #expect(blocks.count >= 3)
        #expect(blocks.values.allSatisfy { $0 == 1 })
    }

    @Test("No secret is in anything that a node says")
    func secrets() throws {
        let home = TestHome(notMade: ())
        var said = try home.run("init", "tester")
        var lines = said.output + said.errors
        for flags in [["--log_level", "debug"], ["--log_level", "debug", "--log_format", "json"]] {
            let process = try NodeProcess(
                ["start", "--home", home.path, "--proxy_app", "kvstore", "--rpc.laddr", "tcp://127.0.0.1:0"] + flags)
            let node = try RunningNode(process)
            try node.height(reaching: 1)
            process.stop(SIGTERM)
            lines += process.output.all() + process.errors.all()
        }
        for command in ["show-node-id", "show-validator", "unsafe-reset-all"] {
            said = try home.run(command)
            lines += said.output + said.errors
        }
        // A key file with a mistake in it is the likeliest to be shown.
        let keyFile = try home.text(of: "config/priv_validator_key.json")
        let secrets = try ["config/priv_validator_key.json", "config/node_key.json"].map { file in
            try home.json(file).priv_key.value.text
        }
        for (damaged, _) in Damage.all(of: keyFile) {
            try home.write("config/priv_validator_key.json", damaged)
            said = try home.run("start", "--proxy_app", "kvstore")
            lines += said.output + said.errors
        }
        for secret in secrets {
            // The seed is the first half; its text has no part in common with that of the public key.
            let seed = secret.prefix(40)
            #expect(!lines.contains { $0.contains(seed) })
            let hexadecimal = (Data(base64Encoded: secret) ?? Data()).prefix(32)
                .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
            #expect(hexadecimal.count == 64)
            #expect(!lines.contains { $0.lowercased().contains(hexadecimal) })
        }
    }

    private func base64(_ hexadecimal: String) throws -> String {
        var bytes: [UInt8] = []
        var rest = hexadecimal[...]
        while rest.count >= 2 {
            guard let byte = UInt8(rest.prefix(2), radix: 16) else { throw TestError("no hash: \(hexadecimal)") }
            bytes.append(byte)
            rest = rest.dropFirst(2)
        }
        return Data(bytes).base64EncodedString()
    }
}
