import Foundation
import Testing
import WideAreaNetwork

@Suite(
    "Datacenters", .serialized, .blocking,
    .enabled(if: Datacenters.arePossible, "networks of their own need root and /dev/net/tun"))
struct DatacenterTests {
    private static let three: [Site] = [.virginia, .frankfurt, .tokyo]
    /// A block about every 1.2 s, and what is longer than the longest way for everything else.
    private static let pace = [
        "--proxy_app", "kvstore", "--consensus.timeout_commit", "1s", "--consensus.timeout_propose", "400ms",
        "--consensus.timeout_prevote", "150ms", "--consensus.timeout_precommit", "150ms",
    ]

    private func node(_ site: Site, of nodes: [Site: RunningNode]) throws -> RunningNode {
        guard let node = nodes[site] else { throw TestError("no node at \(site)") }
        return node
    }

    private func budget(_ node: RunningNode) throws -> Answer { try node.rpc.call("status").fault_budget }

    /// Waits until so many are there, and so many of them may be lost.
    private func budget(_ node: RunningNode, _ what: String, online: Int, bearable: Int) throws {
        _ = try eventually(what) {
            let budget = try budget(node)
            return try budget.online.number == online && budget.can_lose_now.number == bearable ? true : nil
        }
    }

    /// Whose loss would stop the chain, by name.
    private func halting(_ budget: Answer) throws -> [String] {
        var names: [String] = []
        while budget.halts_if_lost[names.count].isThere { names.append(try budget.halts_if_lost[names.count].text) }
        return names
    }

    private func stop(_ nodes: [Site: RunningNode]) {
        for node in nodes.values { node.process.send(SIGTERM) }
        for (site, node) in nodes {
            #expect(node.process.wait() == .exit(0), "\(site)")
            #expect(node.process.errors.all() == [], "\(site)")
        }
    }

    /// Seconds between a block and the next, by the clock of who watches, until there have been so many.
    private func pauses(of node: RunningNode, blocks: Int) throws -> [Double] {
        var height = try node.height
        var last = Date()
        return try (0..<blocks).map { _ in
            height = try node.height(reaching: height + 1)
            defer { last = Date() }
            return Date().timeIntervalSince(last)
        }
    }

    /// Whether the last block of a node is signed by this validator.
    private func signs(_ address: String, by node: RunningNode) throws -> Bool {
        let signatures = try node.rpc.call("block").block.last_commit.signatures
        return try (0..<4).contains { number in
            let signature = signatures[number]
            guard signature.isThere else { return false }
            return try signature.block_id_flag.number == 2 && signature.validator_address.text == address
        }
    }

    @Test(
        "One that is cut off is not missed for two blocks; it comes back, catches up and signs",
        arguments: [(three + [.oregon], "byzantine"), (three, "crash")])
    func cut(_ sites: [Site], _ model: String) throws {
        let datacenters = try Datacenters(sites, Self.pace + ["--fault-model", model])
        let nodes = try datacenters.start()
        let (virginia, tokyo) = try (node(.virginia, of: nodes), node(.tokyo, of: nodes))
        let address = try tokyo.rpc.call("status").validator_info.address.text
        try budget(virginia, "all are heard", online: sites.count, bearable: 1)
        #expect(try budget(virginia).model.text == model)

        try datacenters.isolate(.tokyo)
        // Among them are turns of the one that is away. Nobody waits until its connections are given up.
        let longest = try pauses(of: virginia, blocks: sites.count + 2).max() ?? .infinity
        #expect(longest < 25, "\(longest) s")
        let stopped = try tokyo.height
        try budget(virginia, "one less", online: sites.count - 1, bearable: 0)
        try virginia.height(reaching: stopped + 3)
        #expect(try tokyo.height <= stopped + 1)

        try datacenters.rejoin(.tokyo)
        _ = try eventually("it has caught up") {
            try tokyo.height >= virginia.height && !tokyo.rpc.call("status").sync_info.catching_up.boolean ? true : nil
        }
        _ = try eventually("it signs") { try signs(address, by: virginia) ? true : nil }
        let block = "\(try tokyo.height)"
        let hashes = try nodes.values.map { node in
            try eventually("block \(block)") { try? node.rpc.call("block", ["height": block]).block_id.hash.text }
        }
        #expect(Set(hashes).count == 1)
        stop(nodes)
    }

    @Test("Three that may lie can lose none, and say so before one is lost; then they wait, answer and go on with it")
    func halt() throws {
        let datacenters = try Datacenters(Self.three, Self.pace)
        let nodes = try datacenters.start()
        let virginia = try node(.virginia, of: nodes)
        // Whose votes come through whom, and so by which name, shows after some of them.
        let before = try eventually("all are heard, by their names") {
            let budget = try self.budget(virginia)
            let names = try Set(halting(budget))
            return try budget.online.number == 3 && names == Set(Self.three.map(\.rawValue)) ? budget : nil
        }
        #expect(try before.can_lose_now.number == 0)

        #expect(try node(.tokyo, of: nodes).process.stop(SIGKILL) == .signal(SIGKILL))
        let height = try eventually("the chain stands still, and only two are there") {
            try budget(virginia).online.number == 2 ? try virginia.height : nil
        }
        for site in [Site.virginia, .frankfurt] {
            let node = try node(site, of: nodes)
            #expect(try !node.rpc.call("status").sync_info.catching_up.boolean)
            #expect(try budget(node).can_lose_now.number == 0)
            #expect(try node.height <= height + 1)
        }
        let tokyo = try datacenters.serving(datacenters.launch(.tokyo), at: .tokyo)
        for node in [virginia, tokyo] { try node.height(reaching: height + 3) }
        stop([.virginia: virginia, .frankfurt: try node(.frankfurt, of: nodes), .tokyo: tokyo])
    }

    /// The ways are eight times as long as they are, so that it is they which are measured, on a machine that is busy.
    @Test(
        "Without a pause between blocks the next one takes three messages and little more",
        arguments: [(three + [.oregon], "byzantine", 3), (three, "crash", 2)])
    func interval(_ sites: [Site], _ model: String, _ quorum: Int) throws {
        let stretch = 8
        let datacenters = try Datacenters(
            sites,
            [
                "--proxy_app", "kvstore", "--consensus.timeout_commit", "0s", "--consensus.timeout_propose", "10s",
                "--fault-model", model,
            ])
        try datacenters.stretch(stretch)
        let nodes = try datacenters.start()
        let virginia = try node(.virginia, of: nodes)
        try budget(virginia, "all are heard", online: sites.count, bearable: 1)
        // Of three turns, in which each proposes once, the quickest: other tests take the processors. What an idle machine needs
        // stands in docs/benchmarks.md. A round that fails takes ten seconds.
        let turns = try (0..<3).map { _ in try pauses(of: virginia, blocks: sites.count).reduce(0, +) }
        let interval = (turns.min() ?? .infinity) * 1000 / Double(sites.count)
        let least = Double(stretch) * ProtocolDelays(sites, quorum: quorum).interval()
        #expect(interval < 3 * least, "\(interval) ms, the protocol needs \(least) ms")
        stop(nodes)
    }

    @Test("With five seconds between blocks a node sends and receives less than 20 kB a second, headers included")
    func idleTraffic() throws {
        let datacenters = try Datacenters(
            Self.three + [.oregon], ["--proxy_app", "kvstore", "--consensus.timeout_commit", "5s"])
        let nodes = try datacenters.start()
        let virginia = try node(.virginia, of: nodes)
        try budget(virginia, "all are heard", online: 4, bearable: 1)
        let before = try (traffic: datacenters.traffic(), time: Date())
        _ = try pauses(of: virginia, blocks: 3)
        let seconds = Date().timeIntervalSince(before.time)
        for (site, bytes) in try datacenters.traffic() {
            let rate = Double(bytes - (before.traffic[site] ?? 0)) / seconds
            #expect(rate > 100 && rate < 20_000, "\(site): \(rate) bytes a second")
        }
        stop(nodes)
    }

    @Test("Three of which one has a little more power than the others cannot lose it, and say so before")
    func power() throws {
        let datacenters = try Datacenters(Self.three, Self.pace + ["--fault-model", "crash"])
        let powers = ["1000", "1000", "1001"]
        for site in Self.three {
            let path = "\(try datacenters.home(site))/config/genesis.json"
            var genesis = try String(contentsOfFile: path, encoding: .utf8)
            for power in powers {
                guard let place = genesis.firstRange(of: /"power": *"1"/) else { throw TestError(genesis) }
                genesis.replaceSubrange(place, with: "\"power\": \"\(power)\"")
            }
            try genesis.write(toFile: path, atomically: true, encoding: .utf8)
        }
        let nodes = try datacenters.start()
        let virginia = try node(.virginia, of: nodes)
        let budget = try eventually("all are heard, and the one by its name") {
            let budget = try self.budget(virginia)
            return try halting(budget) == [Site.tokyo.rawValue] && budget.online.number == 3 ? budget : nil
        }
        #expect(try budget.can_lose_now.number == 0)
        // Without one of the others it goes on, without that one it does not.
        try datacenters.isolate(.frankfurt)
        try virginia.height(reaching: virginia.height + 3)
        stop(nodes)
    }
}
