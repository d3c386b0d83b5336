import Simulator
import Testing

@Suite("Worlds in which several lose their data at once")
struct DataLossTests {
    private func scenario(_ seed: UInt64, _ validators: Int, _ model: String) -> Scenario {
        var scenario = Scenario(seed: seed)
        scenario.validators = validators
        scenario.heights = 8
        scenario.losesData = true
        let isKnown = scenario.setFaultModel(model)
        #expect(isKnown)
        return scenario
    }

    @Test(
        "All go on by their operators' word: what was decided stays decided, and nothing is signed twice",
        arguments: [(4, "byzantine"), (3, "byzantine"), (5, "byzantine"), (6, "crash"), (7, "byzantine")])
    func worlds(validators: Int, model: String) throws {
        var tally = Tally()
        for seed: UInt64 in 1...6 {
            let result = try World.simulate(scenario(7_000 + seed, validators, model))
            #expect(result.violation == nil, "\(seed): \(result.faults)")
            tally += result.tally
        }
        #expect(tally.dataLosses >= 6 && tally.rejoins >= 3, "\(tally)")
    }

    @Test("Who lacks what it knows to be decided gets it from those who are locked on it, in whatever round they are")
    func lockedBlocks() throws {
        var scenario = scenario(296, 6, "crash")
        scenario.heights = 10
        let result = try World.simulate(scenario)
        #expect(result.violation == nil, "\(result.faults)")
    }

    @Test("Where the others go on without them, those who forgot do not wait for each other")
    func borne() throws {
        // Two of seven, or three of ten: the others decide.
        var scenario = scenario(7_100, 10, "byzantine")
        scenario.powers = [10, 10, 10, 10, 10, 10, 10, 1, 1, 1]
        var faults = FaultMix.none
        faults.dataLossAfter = 1_000_000_000
        scenario.faults = faults
        let result = try World.simulate(scenario)
        #expect(result.violation == nil)
        #expect(result.tally.dataLosses > 1)
    }
}
