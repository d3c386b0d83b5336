import Testing

@testable import Simulator

@Suite("Simulated worlds whose nodes talk in bytes")
struct LinkWorldTests {
    private func scenario(_ seed: UInt64, heights: Int = 4) -> Scenario {
        var scenario = Scenario(seed: seed)
        scenario.heights = heights
        scenario.links = .wire
        return scenario
    }

    /// A world in which nothing goes wrong but what the links do.
    private func scenario(_ seed: UInt64, heights: Int, _ change: (inout LinkMix, inout FaultMix) -> Void) -> Scenario {
        var scenario = scenario(seed, heights: heights)
        var faults = FaultMix.none
        var links = LinkMix.none
        change(&links, &faults)
        scenario.faults = faults
        scenario.linkMix = links
        return scenario
    }

    @Test("Nothing is broken, whatever goes wrong", arguments: 1...4)
    func worlds(seed: UInt64) throws {
        let result = try World.simulate(scenario(seed))
        #expect(result.violation == nil, "\(result.faults); \(LinkMix(seed: seed))")
        #expect(result.tally.bytes > 0)
    }

    @Test("What strangers do is refused by the rule that it breaks, and holds nobody up")
    func strangers() throws {
        let result = try World.simulate(
            scenario(1, heights: 25) { links, faults in
                links.strangers = 12
                links.strangerInterval = 100_000_000
                links.misdialsPerMille = 700
                faults.breakInterval = 100_000_000
                faults.calmAfter = 20_000_000_000
            })
        #expect(result.violation == nil)
        let refused = Mischief.allCases.filter { $0 != .nonsense && $0 != .pings }
        #expect(result.tally.refused.isSuperset(of: refused), "\(Set(refused).subtracting(result.tally.refused))")
    }

    @Test("A bit that is flipped on the way ends a connection, and changes no message")
    func flips() throws {
        let result = try World.simulate(
            scenario(2, heights: 8) { links, faults in
                links.flipsPerMillion = 10_000
                faults.calmAfter = 20_000_000_000
            })
        #expect(result.violation == nil)
        #expect(result.tally.flips > 5)
        // Those of the beginning, and again after each flip.
        #expect(result.tally.calls > 12)
    }

    @Test("Connections that are cut in the middle of anything are made again")
    func cuts() throws {
        let result = try World.simulate(
            scenario(3, heights: 10) { links, faults in
                links.windowBytes = 4_096
                faults.delay = 1_000_000...50_000_000
                faults.breakInterval = 100_000_000
                faults.calmAfter = 20_000_000_000
            })
        #expect(result.violation == nil)
        #expect(result.tally.cuts > 20)
    }

    @Test("A node that begins with nothing fetches the blocks, and then takes part")
    func lateJoiners() throws {
        let scenario = scenario(4, heights: 30) { links, faults in
            links.bandwidth = 500_000
            faults.startsWithBlockSync = true
            faults.lateJoiners = 1
            faults.changesValidators = true
            faults.calmAfter = 5_000_000_000
        }
        let result = try World.simulate(scenario)
        #expect(result.violation == nil)
        #expect(result.tally.fetched > 10)
        #expect(result.heights.allSatisfy { $0 >= 30 }, "\(result.heights)")
    }

    @Test("The slowest of networks makes blocks")
    func slow() throws {
        let result = try World.simulate(
            scenario(5, heights: 3) { links, faults in
                links.bandwidth = 50_000
                links.windowBytes = 4_096
                links.sendRate = 20_000
                links.receiveRate = 20_000
                links.pingSeconds = 2
                links.pongSeconds = 2
                faults.delay = 100_000_000...300_000_000
                faults.lastingDelay = 300_000_000
                faults.calmAfter = 20_000_000_000
            })
        #expect(result.violation == nil)
    }

    @Test("The same seed gives the same events")
    func determinism() throws {
        let first = try World.simulate(scenario(30, heights: 3))
        let second = try World.simulate(scenario(30, heights: 3))
        #expect(first.digest == second.digest && first.events == second.events)
    }

    @Test("Where validators come and go, links carry four times what is asked for")
    func rates() throws {
        for seed: UInt64 in 1...100 {
            var scenario = scenario(seed)
            let drawn = try #require(scenario.drawnLinks)
            #expect(drawn.sendRate == LinkMix(seed: seed).sendRate)
            #expect(drawn.receiveRate == LinkMix(seed: seed).receiveRate)
            scenario.hasStakeLife = true
            let links = try #require(scenario.drawnLinks)
            let bytes = RegistryClients.actBytes * Int(1_000_000_000 / scenario.drawnFaults.clientInterval)
            #expect(min(links.sendRate, links.receiveRate) >= 4 * bytes)
        }
    }

    @Test("One world in ten or so talks in bytes")
    func share() {
        let count = (1...1_000).count { LinkStyle(seed: $0) == .wire }
        #expect((60...140).contains(count))
    }
}
