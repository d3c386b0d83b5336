import ArgumentParser
import Glibc
import Simulator

/// Runs seeded worlds of simulated validators and says which rules they broke.
@main
struct DaonSimulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "daon-simulate",
        abstract: "Run networks of validators in simulated, seeded worlds with faults.",
        discussion: """
            Each seed makes one world: validators that run the engine as it ships, and what goes wrong around them. Delays, \
            loss, partitions, crashes, disks that lose what was not synced, twins, liars and validators that leave are drawn \
            from the seed, and are in time over. All the time everything is checked that must hold; at the end every honest \
            validator that is left must have committed all heights.

            The same seed gives the same run, to the last event. To look at a world that is broken:

              daon-simulate --seed 17 --validators 4 --heights 30

            Each engine of that world can be recorded, as a node can (`daon-node start --record FILE`), and a recording be \
            handled again: the same events must give the same effects, byte for byte.

              daon-simulate --seed 17 --record FOLDER
              daon-simulate --replay FILE

            Exit 1 when a rule was broken, or a replay gave other effects; 2 when a recording cannot be read or written.
            """)

    @Option(help: "How many worlds, with the seeds from --first-seed on.")
    var seeds: Int = 100

    @Option(help: "The first seed.")
    var firstSeed: UInt64 = 1

    @Option(help: "Only this seed, and print every event.")
    var seed: UInt64?

    @Option(help: "Validators in each world.")
    var validators: Int = 4

    @Option(help: "Blocks that every honest validator must commit.")
    var heights: Int = 30

    @Option(help: "How much power decides: byzantine (more than two thirds) or crash (two thirds).")
    var faultModel: String = "byzantine"

    @Option(help: "What the chain runs: kvstore or daon.")
    var application: String = "kvstore"

    @Option(help: "The version of the registry's messages that the chain begins with, to vote for those behind it.")
    var registryVersion: UInt64?

    @Option(help: "How many validators run a program that knows no later version, until it stops.")
    var oldPrograms: Int = 0

    @Flag(
        help: "Validators of the registry join, leave, change keys and are found to have signed twice all the time.")
    var stake = false

    @Option(help: "The validators' powers, separated by commas; 100 each when left out.")
    var powers: String = ""

    @Option(
        help: "What lies between nodes: messages, or wire for bytes of the peer protocol; by the seed when left out.")
    var links: String?

    @Flag(
        help:
            "Have so many validators lose their data at once that the others need them, and go on by their operators' word."
    )
    var dataLoss = false

    @Option(
        help: ArgumentHelp(
            "A copy of a validator's disk is used in its place later (instead), or on a second machine (beside).",
            valueName: "how"))
    var copies: String?

    @Option(help: "Worlds at a time; their order does not matter to any of them.")
    var jobs: Int = 2

    @Option(help: ArgumentHelp("With --seed: record every engine into this new folder.", valueName: "folder"))
    var record: String?

    @Option(help: ArgumentHelp("Handle a recording's events again and compare the effects.", valueName: "file"))
    var replay: String?

    @Flag(help: "End with the first world that is broken.")
    var untilBroken = false

    @Flag(help: "Only what is broken and the outcome: no events, no progress.")
    var quiet = false

    func run() async throws {
        if let replay { return try RecordingFile.replay(replay) }
        if record != nil && seed == nil { throw ValidationError("--record: give the world's --seed too") }
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
        guard let application = SimulatedApplication(rawValue: application) else {
            throw ValidationError("--application: kvstore or daon, not \(application)")
        }
        scenario.application = application
        scenario.powers = powers
        scenario.losesData = dataLoss
        if let copies {
            guard let kind = CopiedDisk(rawValue: copies) else {
                throw ValidationError("--copies: instead or beside, not \(copies)")
            }
            scenario.copiedDisk = kind
        }
        if registryVersion != nil && application != .registry {
            throw ValidationError("--registry-version: only with --application daon")
        }
        if oldPrograms > 0 && registryVersion == nil {
            throw ValidationError("--old-programs: say with --registry-version what they know")
        }
        if stake && (application != .registry || !powers.isEmpty || registryVersion != nil) {
            throw ValidationError("--stake: only with --application daon, without --powers and --registry-version")
        }
        scenario.hasStakeLife = stake
        scenario.registryVersion = registryVersion
        scenario.oldPrograms = min(oldPrograms, validators)
        if let links {
            guard let style = LinkStyle(rawValue: links) else {
                throw ValidationError("--links: messages or wire, not \(links)")
            }
            scenario.links = style
        }
        if seed != nil { return try runOne(scenario) }
        let failures = await runAll(scenario)
        if failures > 0 { throw ExitCode(1) }
    }

    private func runOne(_ scenario: Scenario) throws {
        let world = try World(scenario)
        print("seed \(scenario.seed): \(world.faults)")
        if let links = scenario.drawnLinks { print("links: \(links)") }
        if !quiet { world.trace = { print($0) } }
        let folder = try RecordingFile.reporting { try record.map { try RecordingFolder($0) } }
        if let folder { world.recorder = { folder.add($0) } }
        let violation = world.run()
        try RecordingFile.reporting { try folder?.finish() }
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
        var secondsShown = 0
        var tally = Tally()
        if !quiet { print("seeds \(firstSeed) to \(firstSeed + UInt64(max(1, seeds)) - 1), \(max(1, jobs)) at a time") }
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
                let lineCount = quiet ? 0 : 60
                group.addTask { try? World.simulate(chosen, lineCount: lineCount) }
            }
            for _ in 0..<max(1, jobs) { add() }
            for await result in group {
                guard let result else { continue }
                worlds += 1
                events += result.events
                virtual += result.duration / 1_000_000
                tally += result.tally
                if result.violation != nil {
                    failures += 1
                    report(result)
                }
                let seconds = Int((clock.now - start).components.seconds)
                if !quiet && seconds >= secondsShown + 10 {
                    secondsShown = seconds
                    print("\(worlds) worlds, \(failures) broken, \(seconds) s")
                    fflush(nil)
                }
                add()
            }
        }
        let elapsed = clock.now - start
        let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        print(
            "\(worlds) worlds of \(validators) validators, \(heights) heights, \(faultModel): \(failures) broken; "
                + "\(events) events, \(virtual / 1_000) virtual seconds in \((seconds * 10).rounded() / 10) s")
        if !quiet { print("in them: \(tally)") }
        return failures
    }

    private func report(_ result: SimulationResult) {
        print("seed \(result.seed) broken: \(result.violation.map { "\($0)" } ?? "")")
        print("  faults: \(result.faults)")
        if let links = result.links { print("  links: \(links)") }
        print("  heights \(result.heights), events \(result.events), virtual time \(result.duration / 1_000_000) ms")
        for line in result.lastLines { print("  \(line)") }
        fflush(nil)
    }
}
