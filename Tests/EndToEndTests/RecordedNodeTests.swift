import Foundation
import Testing

@Suite("A node that records", .blocking)
struct RecordedNodeTests {
    private func load(_ node: RunningNode, _ prefix: String, answers: Int = 30) throws -> Load {
        let load = Load(node.rpc, clients: 4, prefix: prefix)
        try load.waitForAnswers(answers)
        return load
    }

    @Test("Under load and across a restart, the recordings give the same effects again, and hold no key")
    func life() throws {
        let home = try TestHome()
        let recordings = ["first", "second"].map { home.path(of: "\($0).recording") }
        var last: Int64 = 0
        for (index, path) in recordings.enumerated() {
            let node = try home.start("--record", path)
            let load = try load(node, "life-\(index)")
            last = try node.height(reaching: last + 3)
            #expect(node.process.stop(SIGTERM) == .exit(0))
            #expect(node.process.errors.all() == [])
            let answered = load.finish()
            let (code, text) = try Recorded.replay(path)
            #expect(code == 0 && text.contains("\nthe same; the recording is complete\n"), "\(text)")
            let events = try #require(text.firstMatch(of: /events (\d+), effects (\d+), height (\d+)/))
            // Submitting and checking are two events of each transaction.
            #expect(try #require(Int(events.1)) > 2 * answered.count)
            #expect(try #require(Int64(events.3)) >= last)
        }
        for name in ["priv_validator_key", "node_key"] {
            let key = try home.json("config/\(name).json").priv_key.value.base64
            let seed = key.prefix(32)
            #expect(key.count == 64)
            for path in recordings {
                let content = try Data(contentsOf: URL(filePath: path))
                #expect(content.range(of: seed) == nil)
                #expect(content.range(of: Data(seed.base64EncodedString().utf8)) == nil)
            }
        }
        let mode = try FileManager.default.attributesOfItem(atPath: recordings[0])[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("A file that exists is refused, and stays as it is")
    func existingFile() throws {
        let home = try TestHome()
        try home.write("taken", "a text")
        let refused = try home.run("start", "--proxy_app", "kvstore", "--record", home.path(of: "taken"))
        #expect(refused.end == .exit(1))
        #expect(refused.errors.count == 1)
        #expect(refused.errors.first?.contains("taken: exists already") == true, "\(refused.errors)")
        #expect(refused.errors.first?.contains("give --record another name, or remove it") == true)
        #expect(try home.text(of: "taken") == "a text")
    }

    @Test("What a killed node has recorded is replayed, and said to be incomplete; a changed byte is damage")
    func killed() throws {
        let home = try TestHome()
        let path = home.path(of: "killed.recording")
        let node = try home.start("--record", path)
        let load = try load(node, "killed")
        _ = try eventually("a recording") {
            let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int
            return (size ?? 0) > 20_000 ? true : nil
        }
        #expect(node.process.stop(SIGKILL) == .signal(SIGKILL))
        _ = load.finish()
        let (code, text) = try Recorded.replay(path)
        #expect(code == 0, "\(text)")
        #expect(text.contains("\nthe same; the recording is incomplete: it has no end"), "\(text)")

        var content = try Data(contentsOf: URL(filePath: path))
        content[content.count / 2] ^= 4
        try content.write(to: URL(filePath: path))
        let (damagedCode, damaged) = try Recorded.replay(path)
        #expect(damagedCode == 2)
        #expect(damaged.contains("killed.recording: damaged at byte") && damaged.contains("in event"), "\(damaged)")
        #expect(try Recorded.replay(home.path(of: "config/genesis.json")).code == 2)
        #expect(try Recorded.replay(home.path(of: "nothing")).code == 2)
    }

    @Test("When a node ends by itself, why it did is in the recording")
    func stopped() throws {
        let home = try TestHome()
        let node = try home.start()
        try node.rpc.commit("kept=yes")
        #expect(node.process.stop(SIGTERM) == .exit(0))
        let ahead = try home.json("data/priv_validator_state.json").height.decimal + 1
        try home.write("data/priv_validator_state.json", #"{"height":"\#(ahead)","round":0,"step":2}"#)
        let path = home.path(of: "stopped.recording")
        let stopped = try home.run(
            "start", "--proxy_app", "kvstore", "--rpc.laddr", "tcp://127.0.0.1:0", "--record", path)
        #expect(stopped.end == .exit(3))
        let (code, text) = try Recorded.replay(path)
        #expect(code == 0 && text.contains("\nthe same; the recording is complete\n"), "\(text)")
    }
}
