import Simulator
import Testing

@Suite("Simulated worlds of the registry")
struct RegistryWorldTests {
    private func scenario(_ seed: UInt64, heights: Int) -> Scenario {
        var scenario = Scenario(seed: seed)
        scenario.application = .registry
        scenario.heights = heights
        return scenario
    }

    @Test("Nothing is broken, whatever goes wrong", arguments: 1...8)
    func worlds(seed: UInt64) throws {
        let result = try World.simulate(scenario(seed, heights: 5))
        #expect(result.violation == nil, "\(result.faults)")
    }

    @Test("Registrations get into blocks, each once")
    func registrations() throws {
        var scenario = scenario(3, heights: 12)
        var faults = FaultMix.none
        faults.clientInterval = 20_000_000
        scenario.faults = faults
        let world = try World(scenario)
        #expect(world.run() == nil)
        let all = world.transactionCounts.reduce(0) { $0 + $1.all }
        let successful = world.transactionCounts.reduce(0) { $0 + $1.successful }
        #expect(all > 20)
        // Each fiftieth registers what another account has.
        #expect((0...(all / 50 + 1)).contains(all - successful))
    }

    @Test("A validator joins and leaves a running chain again and again", arguments: 1...3)
    func validators(seed: UInt64) throws {
        var scenario = scenario(seed, heights: 40)
        var faults = FaultMix.none
        faults.clientInterval = 20_000_000
        faults.changesValidators = true
        scenario.faults = faults
        let world = try World(scenario)
        #expect(world.run() == nil)
        #expect(world.validatorUpdateCount >= 3)
    }

    @Test(
        "Old programs and new ones refuse alike what is new; at the vote the old ones stop, and newer ones go on with their disks",
        arguments: zip(1...3, [(1, 1), (2, 2), (1, 3)] as [(UInt64, Int)]))
    func versions(seed: UInt64, kind: (version: UInt64, oldPrograms: Int)) throws {
        var scenario = scenario(seed, heights: 36)
        scenario.registryVersion = kind.version
        scenario.oldPrograms = kind.oldPrograms
        var faults = seed.isMultiple(of: 2) ? FaultMix.none : FaultMix(seed: seed, liars: 0)
        faults.clientInterval = 50_000_000
        faults.changesValidators = false
        faults.leavers = 0
        faults.logLosers = 0
        faults.cutOffs = 0
        scenario.faults = faults
        let result = try World.simulate(scenario)
        #expect(result.violation == nil, "\(faults)")
        #expect(result.tally.replacedPrograms == kind.oldPrograms, "\(result.tally)")
        #expect(result.tally.newsRefused > 2, "\(result.tally)")
        #expect(result.tally.newsTaken > 2, "\(result.tally)")
    }

    @Test("Validators come, go, change keys and sign twice all the time: no stake is made or lost, no update refused")
    func stake() throws {
        var tally = Tally()
        for seed in 1...2 as ClosedRange<UInt64> {
            var scenario = scenario(seed, heights: 70)
            scenario.hasStakeLife = true
            let result = try World.simulate(scenario)
            #expect(result.violation == nil, "\(result.faults)")
            tally += result.tally
        }
        #expect(tally.stakeActs >= 25, "\(tally)")
        #expect(
            tally.joins > 0 && tally.leaves > 0 && tally.rotations > 0 && tally.tombstones > 0, "\(tally)")
    }

    @Test(
        "A chain that made no block for two hours takes a registration into the second of the next blocks",
        arguments: [false, true])
    func idle(usesDefaultTimeouts: Bool) throws {
        let idle: Int64 = 2 * 3600 * 1_000_000_000
        var scenario = scenario(5, heights: 3)
        scenario.usesDefaultTimeouts = usesDefaultTimeouts
        var faults = FaultMix.none
        faults.createsEmptyBlocks = false
        faults.clientInterval = idle
        faults.calmAfter = 2 * idle
        scenario.faults = faults
        let world = try World(scenario)
        #expect(world.run() == nil)
        // The first block after the pause has the time of the votes before it.
        #expect(world.transactionCounts.map(\.all) == [0, 0, 1])
        #expect(world.transactionCounts.map(\.successful) == [0, 0, 1])
        #expect(world.now > idle)
        #expect(world.now < idle + 10_000_000_000)
    }
}
