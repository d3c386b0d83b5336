import Foundation
import Testing

@Suite("Commands", .blocking)
struct CommandTests {
    @Test("init makes a whole home once, and leaves one that is there as it is")
    func initialize() throws {
        let home = try TestHome()
        let made = try home.contents()
        #expect(
            made.keys.filter { !$0.hasSuffix("/") }.sorted() == [
                "config/config.toml", "config/genesis.json", "config/node_key.json", "config/priv_validator_key.json",
                "data/priv_validator_state.json", "keyring/validator.key",
            ])
        let again = try home.run("init", "other", "--chain-id", "other")
        #expect(again.end == .exit(0))
        #expect(try home.contents() == made)
        #expect(try home.json("config/genesis.json").chain_id.text == "end-to-end")
        for key in ["config/node_key.json", "config/priv_validator_key.json", "data/priv_validator_state.json"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: home.path(of: key))
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test("A key is shown as CometBFT shows it, under both spellings of the command")
    func show() throws {
        let home = try TestHome()
        for command in ["show-validator", "show_validator"] {
            let shown = try home.run(command)
            #expect(shown.end == .exit(0))
            let key = Answer(try JSONSerialization.jsonObject(with: Data(shown.output.joined().utf8)))
            #expect(key.names == ["type", "value"])
            #expect(try key.type.text == "tendermint/PubKeyEd25519")
            #expect(try key.value.text == home.json("config/priv_validator_key.json").pub_key.value.text)
        }
        #expect(try home.run("show-node-id").output == home.run("show_node_id").output)
    }

    @Test("gen-validator prints a new key each time, whole")
    func generate() throws {
        let keys = try (0..<2).map { _ in
            let printed = try NodeProcess.run(["gen-validator"])
            #expect(printed.end == .exit(0))
            return Answer(try JSONSerialization.jsonObject(with: Data(printed.output.joined().utf8)))
        }
        #expect(try keys[0].Key.priv_key.value.text != keys[1].Key.priv_key.value.text)
        for key in keys {
            #expect(key.names == ["Key", "LastSignState"])
            #expect(try key.Key.priv_key.value.base64.suffix(32) == key.Key.pub_key.value.base64)
            #expect(try key.Key.address.text.count == 40)
            #expect(try key.LastSignState.height.text == "0")
        }
    }

    @Test("version is one line with a number in it")
    func version() throws {
        let printed = try NodeProcess.run(["version"])
        #expect(printed.end == .exit(0))
        #expect(printed.output.count == 1)
        #expect(printed.output.first?.contains(/^0\.38\.\d+/) == true)
    }

    @Test("unsafe-reset-all begins the chain anew with the same keys")
    func resetAll() throws {
        let home = try TestHome()
        var node = try home.start()
        try node.rpc.commit("a=b")
        #expect(node.process.stop(SIGTERM) == .exit(0))
        let keys = try home.text(of: "config/priv_validator_key.json")
        let reset = try home.run("unsafe-reset-all")
        #expect(reset.end == .exit(0), "\(reset)")
        #expect(try home.json("data/priv_validator_state.json").height.text == "0")
        #expect(try home.text(of: "config/priv_validator_key.json") == keys)
        node = try home.start()
        try node.height(reaching: 1)
        #expect(try node.rpc.value(of: "a") == nil)
        #expect(node.process.stop(SIGTERM) == .exit(0))
    }

    @Test("unsafe-reset-priv-validator forgets what was signed and nothing else")
    func resetValidator() throws {
        let home = try TestHome()
        var node = try home.start()
        try node.rpc.commit("a=b")
        let height = try node.height
        #expect(node.process.stop(SIGTERM) == .exit(0))
        let reset = try home.run("unsafe-reset-priv-validator")
        #expect(reset.end == .exit(0), "\(reset)")
        let state = try home.json("data/priv_validator_state.json")
        #expect(try state.height.text == "0" && state.round.number == 0 && state.step.number == 0)
        node = try home.start()
        #expect(try node.height >= height)
        try node.height(reaching: height + 1)
        #expect(try node.rpc.value(of: "a") == "b")
        #expect(node.process.stop(SIGTERM) == .exit(0))
    }
}
