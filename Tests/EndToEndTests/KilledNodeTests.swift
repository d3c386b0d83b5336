import Foundation
import Testing

@Suite("A node that is killed", .blocking)
struct KilledNodeTests {
    @Test("Twenty kills under load: no answered transaction is lost, no block changes, the log is taken up again")
    func killedUnderLoad() throws {
        let home = try TestHome()
        var answered: [Load.Transaction] = []
        var blocks: [Int64: String] = [:]
        var height: Int64 = 0
        var resumed = 0
        for round in 0..<20 {
            let node = try home.start("--consensus.timeout_commit", "5ms")
            let found = try node.height
            #expect(found >= height)
            if let line = node.process.output.line(with: " resumed "), !line.contains("log_records=0") { resumed += 1 }
            for (height, hash) in blocks { #expect(try blockHash(node, height) == hash) }
            for transaction in answered.suffix(8) {
                #expect(try node.rpc.value(of: transaction.key) == transaction.value, "round \(round)")
            }
            let load = Load(node.rpc, clients: 3, prefix: "kill-\(round)")
            try load.waitForAnswers(Int.random(in: 0...6))
            // Anywhere in a height, also between two answers.
            poll(nil, 0, Int32.random(in: 0...15))
            height = (try? node.height) ?? height
            if height > 0 { blocks = [height: try blockHash(node, height)] }
            #expect(node.process.stop(SIGKILL) == .signal(SIGKILL))
            answered += load.finish()
            try checkSignState(home, atLeast: height)
        }
        #expect(answered.count > 20)
        #expect(resumed > 0)
        let last = try home.start()
        for transaction in answered {
            #expect(try last.rpc.value(of: transaction.key) == transaction.value)
        }
        #expect(last.process.stop(SIGTERM) == .exit(0))
    }

    private func blockHash(_ node: RunningNode, _ height: Int64) throws -> String {
        try node.rpc.call("block", ["height": "\(height)"]).block_id.hash.text
    }

    /// CometBFT's form (`privval/file.go`, `FilePVLastSignState`), read by a parser that is not ours.
    private func checkSignState(_ home: TestHome, atLeast height: Int64) throws {
        let state = try home.json("data/priv_validator_state.json")
        let isNew = state.names == ["height", "round", "step"]
        #expect(isNew || state.names == ["height", "round", "signature", "signbytes", "step"])
        #expect(try state.height.decimal >= height)
        #expect(try state.round.number >= 0)
        #expect(try (0...3).contains(state.step.number))
        if isNew { return }
        #expect(try state.signature.base64.count == 64)
        #expect(try state.signbytes.text.wholeMatch(of: /([0-9A-F]{2})+/) != nil)
    }
}
