import Chain
import Foundation
import Testing

@Suite("Validators that lose their data together", .blocking)
struct SharedLossTests {
    private static let fast = ["--consensus.timeout_commit", "20ms", "--consensus.timeout_propose", "300ms"]

    private func address(_ node: RunningNode) throws -> String {
        try node.rpc.call("status").validator_info.address.text
    }

    @Test(
        "Two of four come back from checkpoints by their operators' word: no answered work is lost, nothing is signed twice"
    )
    func two() throws {
        let chain = try TestChain(4, Self.fast + ["--checkpoint.interval", "10"])
        var nodes = try chain.start()
        let addresses = try nodes.map(address)
        let oldStates = try (0..<4).map {
            try Data(contentsOf: URL(filePath: "\(chain.home($0))/data/priv_validator_state.json"))
        }
        let load = RegistryLoad(nodes.map(\.rpc), name: "work", chainID: "network")
        try load.waitForAnswers(20)
        let checkpoint = try eventually("a checkpoint") {
            (try? FileManager.default.contentsOfDirectory(atPath: "\(chain.home(0))/checkpoints"))?
                .filter { $0.hasSuffix(".daon") }.sorted().last
        }
        for node in nodes { node.process.send(SIGKILL) }
        for node in nodes { #expect(node.process.wait() == .signal(SIGKILL)) }
        let texts = load.finish()
        let lost = [1, 3], signed = try lost.map { try ValidatorHome.signedHeight(chain.home($0)) }
        for number in lost {
            try ValidatorHome.wipe(
                chain.home(number), signState: oldStates[number],
                checkpoint: "\(chain.home(0))/checkpoints/\(checkpoint)")
        }

        // What the nodes with their data say of their height.
        let survivors = try [0, 2].map { try chain.start($0) }
        var height = try survivors.map { try $0.height }.max().map { $0 + 1 } ?? 0
        for node in survivors { #expect(node.process.stop(SIGTERM) == .exit(0)) }
        let names = lost.flatMap { ["--lost", addresses[$0]] }
        func say(_ number: Int, _ words: [String]) throws -> NodeProcess.Finished {
            try NodeProcess.run(["resume", "--home", chain.home(number)] + words)
        }
        try refusals(say, addresses, names, height)
        // Who had signed at a height or round above says so, and then all say that.
        var round: Int64 = 3
        var agreed = false
        while !agreed {
            agreed = true
            for number in 0..<4 {
                let said = try say(number, names + ["--height", "\(height)", "--round", "\(round)"])
                if said.end == .exit(0) { continue }
                let line = said.errors.last ?? ""
                agreed = false
                if let higher = line.firstMatch(of: /say --height (\d+)/) {
                    height = try #require(Int64(higher.1))
                } else {
                    round = try #require(line.firstMatch(of: /say --round (\d+)/).flatMap { Int64($0.1) }, "\(said)")
                }
            }
        }

        nodes = try (0..<4).reversed().map { try chain.start($0) }.reversed()
        for number in lost {
            let line = nodes[number].process.output.line(with: "it signs what all others sign")
            #expect(line?.contains("height=\(height)") == true, "\(line ?? "none")")
        }
        for (number, old) in zip(lost, signed) {
            // It signs again, and above all that it had signed.
            let own = try eventually("a signature of node \(number)") {
                let now = try ValidatorHome.signedHeight(chain.home(number))
                return now > height + 1 ? now : nil
            }
            #expect(own > old)
        }
        try nodes[0].height(reaching: height + 4)
        try RegistryLoad.expectKept(texts, on: nodes)
        for node in nodes { node.process.send(SIGTERM) }
        for node in nodes { #expect(node.process.wait() == .exit(0)) }
        // All that is over: a later start waits for nothing and nobody.
        nodes = try chain.start()
        let next = try nodes[0].height + 3
        for node in nodes { try node.height(reaching: next) }
        for number in lost {
            #expect(
                !FileManager.default.fileExists(
                    atPath: "\(chain.home(number))/data/priv_validator_state.json.restored"))
        }
    }

    /// What a node knows better than its operator.
    private func refusals(
        _ say: (Int, [String]) throws -> NodeProcess.Finished, _ addresses: [String], _ names: [String], _ height: Int64
    ) throws {
        func refusal(_ number: Int, _ words: [String]) throws -> String {
            let said = try say(number, words)
            #expect(said.end != .exit(0), "\(said)")
            return said.errors.joined(separator: "\n")
        }
        let place = ["--height", "\(height + 5)"]
        #expect(try refusal(0, ["--lost", addresses[0]] + place).contains("and its data is here"))
        #expect(try refusal(1, ["--lost", addresses[3]] + place).contains("is not named: name it, too"))
        #expect(try refusal(0, names + ["--lost", addresses[2]] + place).contains("could decide alone"))
        #expect(try refusal(0, names).contains("the others cannot go on without those who lost their data"))
        #expect(try refusal(0, names + ["--height", "1"]).contains("this node has decided height"))
        #expect(
            try refusal(0, ["--lost", String(repeating: "AB", count: 20)] + place).contains("is no validator of height")
        )
        #expect(try refusal(0, ["--lost", "abc"] + place).contains("40 hexadecimal digits are expected"))
        #expect(try refusal(0, names + ["--height", "0"]).contains("the first height is 1"))
        #expect(try refusal(0, names + place + ["--round", "1001"]).contains("expected 1 to 1000"))
        #expect(try refusal(0, place).contains("one of --evidence"))
        #expect(try refusal(0, names + ["--round", "7"]).contains("--round to --height"))
    }
}
