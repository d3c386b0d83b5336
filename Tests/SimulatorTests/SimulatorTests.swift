import Simulator
import Testing

@Suite("Simulated worlds")
struct SimulatorTests {
    private func scenario(_ seed: UInt64, validators: Int = 4, heights: Int = 4) -> Scenario {
        var scenario = Scenario(seed: seed)
        scenario.validators = validators
        scenario.heights = heights
        return scenario
    }

    @Test("Nothing is broken, whatever goes wrong", arguments: 1...12)
    func worlds(seed: UInt64) throws {
        let result = try World.simulate(scenario(seed))
        #expect(result.violation == nil, "\(result.faults)")
    }

    @Test("Other numbers of validators, and the other fault model", arguments: [3, 5, 7], ["byzantine", "crash"])
    func models(validators: Int, model: String) throws {
        var scenario = scenario(UInt64(100 + validators), validators: validators, heights: 3)
        let isKnown = scenario.setFaultModel(model)
        #expect(isKnown)
        let result = try World.simulate(scenario)
        #expect(result.violation == nil, "\(result.faults)")
    }

    @Test("Worlds that once broke", arguments: [7, 19, 32, 153])
    func earlierFaults(seed: UInt64) throws {
        let result = try World.simulate(scenario(seed, heights: 10))
        #expect(result.violation == nil, "\(result.faults)")
    }

    @Test("A false last commit is its forger's, and a key that was used twice keeps nobody waiting")
    func liars() throws {
        let forger = try World.simulate(scenario(235, heights: 8))
        #expect(forger.violation == nil)
        var twins = scenario(900_256, validators: 3, heights: 3)
        twins.powers = [1, 1, 1]
        #expect(try World.simulate(twins).violation == nil)
        #expect(try World.simulate(scenario(240, validators: 3, heights: 30)).violation == nil)
    }

    @Test("Who joins late, or comes back behind, catches up, whatever liars tell them")
    func lateJoiners() throws {
        var tally = Tally()
        for seed: UInt64 in 3_001...3_020 {
            var scenario = scenario(seed, validators: 4, heights: 10)
            var faults = FaultMix(seed: seed, liars: scenario.liarsMaximum)
            faults.startsWithBlockSync = true
            faults.lateJoiners = 1
            faults.twins = 0
            faults.equivocators = 1
            faults.falseAnswersPerMille = 500
            faults.leavers = 0
            faults.logLosers = 0
            faults.calmAfter = 20_000_000_000
            scenario.faults = faults
            let result = try World.simulate(scenario)
            #expect(result.violation == nil, "\(seed): \(result.faults)")
            tally += result.tally
        }
        #expect(tally.fetched > 2 && tally.falseAnswers > 10, "\(tally)")
    }

    @Test(
        "Who was cut off for a minute or three comes back, catches up and is in commits, whether the others could do without",
        arguments: ["byzantine", "crash"], [3, 4])
    func longCutOffs(model: String, validators: Int) throws {
        var tally = Tally()
        for seed: UInt64 in 5_001...5_002 {
            var scenario = scenario(seed, validators: validators, heights: 6)
            let isKnown = scenario.setFaultModel(model)
            #expect(isKnown)
            var faults = FaultMix(seed: seed, liars: scenario.liarsMaximum)
            var chance = SplitMix64(seed: seed)
            faults.drawLongCutOff(&chance)
            scenario.faults = faults
            let result = try World.simulate(scenario)
            #expect(result.violation == nil, "\(seed): \(result.faults)")
            #expect(result.duration > faults.cutOffAfter + faults.cutOffDuration)
            tally += result.tally
        }
        #expect(tally.returns >= 2, "\(tally)")
    }

    @Test("Some worlds have a long cut-off, and most have none")
    func drawnCutOffs() {
        let mixes = (1...1_000 as ClosedRange<UInt64>).map { FaultMix(seed: $0, liars: 1) }.filter { $0.cutOffs > 0 }
        #expect((10...30).contains(mixes.count))
        #expect(Set(mixes.map(\.cutOffs)) == [1, 2] && Set(mixes.map(\.areCutOffTogether)) == [true, false])
        #expect(mixes.allSatisfy { (60_000_000_000...200_000_000_000).contains($0.cutOffDuration) })
    }

    @Test(
        "No key signs twice when an old copy of its disk is used, in its place or on a second machine that has a window",
        arguments: CopiedDisk.allCases)
    func copies(kind: CopiedDisk) throws {
        var tally = Tally()
        for seed: UInt64 in 6_001...6_014 {
            var scenario = scenario(seed, heights: 8)
            scenario.copiedDisk = kind
            let result = try World.simulate(scenario)
            #expect(result.violation == nil, "\(seed): \(result.faults)")
            tally += result.tally
        }
        #expect(tally.copies == 14 && tally.keysHeard >= 14, "\(tally)")
    }

    @Test("Where nobody heeds what others know of the key, it does", arguments: CopiedDisk.allCases)
    func copiesUnheeded(kind: CopiedDisk) throws {
        let isBroken = try (6_001...6_014 as ClosedRange<UInt64>).contains { seed in
            var scenario = scenario(seed, heights: 8)
            scenario.copiedDisk = kind
            var faults = FaultMix(seed: seed, liars: scenario.liarsMaximum)
            faults.heedsOwnKey = false
            scenario.faults = faults
            switch try World.simulate(scenario, lineCount: 0).violation {
            case .doubleSign, .signedUnlogged: return true
            default: return false
            }
        }
        #expect(isBroken)
    }

    @Test("The same seed gives the same events")
    func determinism() throws {
        for seed: UInt64 in 20...23 {
            let first = try World.simulate(scenario(seed))
            let second = try World.simulate(scenario(seed))
            #expect(first.digest == second.digest && first.events == second.events)
        }
    }
}
