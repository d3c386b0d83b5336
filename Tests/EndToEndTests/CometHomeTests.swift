import Foundation
import Testing

/// Homes that CometBFT's `init` and `testnet` have made, where they lie beside the project.
private let samples = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../shared/vectors/home_samples").standardizedFileURL

@Suite("Homes as CometBFT writes them", .blocking)
struct CometHomeTests {
    @Test("A state file in CometBFT's form is taken up, and is good for CometBFT after a kill")
    func stateFile() throws {
        let home = try TestHome()
        try home.write("data/priv_validator_state.json", "{\n  \"height\": \"0\",\n  \"round\": 0,\n  \"step\": 0\n}")
        let unchanged = try home.contents().filter { $0.key.hasPrefix("config/") }
        var node = try home.start()
        try node.height(reaching: 2)
        node.process.stop(SIGKILL)
        // CometBFT replaces the file with an unpadded one.
        let state = try home.text(of: "data/priv_validator_state.json")
        try expectState(home)
        try home.write("data/priv_validator_state.json", state.trimmingCharacters(in: .whitespaces))
        node = try home.start()
        try node.height(reaching: 3)
        node.process.stop(SIGKILL)
        try expectState(home)
        #expect(try home.contents().filter { $0.key.hasPrefix("config/") } == unchanged)
    }

    @Test(
        "The sample homes start unchanged",
        .enabled(if: FileManager.default.fileExists(atPath: samples.path), "the samples are not there"),
        arguments: [(name: "init", isAlone: true), (name: "testnet_node0", isAlone: false)])
    func sample(name: String, isAlone: Bool) throws {
        let home = TestHome(notMade: ())
        try FileManager.default.copyItem(atPath: samples.appending(path: name).path, toPath: home.path)
        let unchanged = try home.contents().filter { $0.key.hasPrefix("config/") }
        let process = try NodeProcess(
            ["start", "--home", home.path, "--proxy_app", "kvstore", "--rpc.laddr", "tcp://127.0.0.1:0"])
        let node = try RunningNode(process)
        #expect(try node.rpc.call("health").isThere)
        if isAlone {
            try node.height(reaching: 2)
            #expect(try node.rpc.commit("home=sample").height >= 2)
        } else {
            // It waits for the peers that its settings name, and tells no validators before, as CometBFT's.
            #expect(try node.height == 0)
            #expect(try node.rpc.call("genesis").genesis.validators[3].isThere)
        }
        process.stop(SIGKILL)
        if isAlone { try expectState(home) }
        #expect(try home.contents().filter { $0.key.hasPrefix("config/") } == unchanged)
        let again = try NodeProcess(
            ["start", "--home", home.path, "--proxy_app", "kvstore", "--rpc.laddr", "tcp://127.0.0.1:0"])
        let next = try RunningNode(again)
        if isAlone { #expect(try next.rpc.value(of: "home") == "sample") }
        #expect(again.stop(SIGTERM) == .exit(0))
    }

    private func expectState(_ home: TestHome) throws {
        let state = try home.json("data/priv_validator_state.json")
        #expect(state.names == ["height", "round", "signature", "signbytes", "step"])
        #expect(try state.height.decimal > 0)
        #expect(try state.signature.base64.count == 64)
    }
}
