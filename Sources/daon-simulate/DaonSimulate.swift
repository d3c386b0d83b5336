import ArgumentParser
import Glibc
import Simulator

/// Runs seeded worlds of simulated validators and says which rules they broke.
@main
struct DaonSimulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "daon-simulate",
        abstract: "Run networks of validators in simulated, seeded worlds with faults.",
        discussion: "Exit 1 when a rule was broken. The same seed gives the same run, to the last event.")

    @Option(help: "How many worlds, with the seeds from --first-seed on.")
    var seeds: Int = 100

    @Option(help: "The first seed.")
    var firstSeed: UInt64 = 1

    @Option(help: "One seed: print every event.")
    var seed: UInt64?

    @Option(help: "Validators in each world.")
    var validators: Int = 4

    @Option(help: "Blocks that every honest validator must commit.")
    var heights: Int = 30

    @Option(help: "byzantine or crash.")
    var faultModel: String = "byzantine"

    @Option(help: "The validators' powers, separated by commas; 100 each when left out.")
    var powers: String = ""

    @Option(help: "Worlds at a time.")
    var jobs: Int = 2

    @Flag(help: "End with the first world that is broken.")
    var untilBroken = false

    @Flag(help: "With --seed: only the outcome, not every event.")
    var quiet = false

    func run() async throws {
        let powers = try self.powers.split(separator: ",").map { text -> Int64 in
            guard let power = Int64(text), power > 0 else {
                throw ValidationError("--powers: \(text) is no positive number")
            }
            return power
        }
        var scenario = Scenario(seed: seed ?? firstSeed)
        scenario.validators = validators
        scenario.heights = heights
        if !scenario.setFaultModel(faultModel) {
            throw ValidationError("--fault-model: byzantine or crash, not \(faultModel)")
        }
        scenario.powers = powers
        if seed != nil { return try runOne(scenario) }
        let failures = await runAll(scenario)
        if failures > 0 { throw ExitCode(1) }
    }

    private func runOne(_ scenario: Scenario) throws {
        let world = try World(scenario)
        print("seed \(scenario.seed): \(world.faults)")
        if !quiet { world.trace = { print($0) } }
        let violation = world.run()
        print("events \(world.events), virtual time \(world.now / 1_000_000) ms, heights \(world.heights)")
        print("trace digest \(String(world.digest.value, radix: 16))")
        if let violation {
            print("broken: \(violation)")
            throw ExitCode(1)
        }
    }

    private func runAll(_ scenario: Scenario) async -> Int {
        let clock = ContinuousClock()
        let start = clock.now
        var failures = 0
        var worlds = 0
        var events = 0
        var virtual: Int64 = 0
        await withTaskGroup(of: SimulationResult?.self) { group in
            var next: UInt64 = 0
            func add() {
                if next >= UInt64(seeds) || (untilBroken && failures > 0) { return }
                var one = scenario
                one.seed = firstSeed + next
                next += 1
                let chosen = one
                group.addTask { try? World.simulate(chosen) }
            }
            for _ in 0..<max(1, jobs) { add() }
            for await result in group {
                guard let result else { continue }
                worlds += 1
                events += result.events
                virtual += result.duration / 1_000_000
                if result.violation != nil {
                    failures += 1
                    report(result)
                }
                add()
            }
        }
        let elapsed = clock.now - start
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        print(
            "\(worlds) worlds of \(validators) validators, \(heights) heights, \(faultModel): \(failures) broken; "
                + "\(events) events, \(virtual / 1_000) virtual seconds in \((seconds * 10).rounded() / 10) s")
        return failures
    }

    private func report(_ result: SimulationResult) {
        print("seed \(result.seed) broken: \(result.violation.map { "\($0)" } ?? "")")
        print("  faults: \(result.faults)")
        print("  heights \(result.heights), events \(result.events), virtual time \(result.duration / 1_000_000) ms")
        for line in result.lastLines { print("  \(line)") }
        fflush(nil)
    }
}
