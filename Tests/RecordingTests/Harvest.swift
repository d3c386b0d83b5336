import Chain
import Engine
import Recording
import Simulator

/// What happened in a few simulated worlds, to take samples from: everything that nodes, disks, peers and liars do.
struct Harvest {
    /// Events of each kind, a few.
    private(set) var events: [EventKind: [Engine.Event]] = [:]
    /// Effects of each kind, a few.
    private(set) var effects: [ActionKind: [Engine.Effect]] = [:]

    static let perKindMaximum = 6

    /// Made once: all tests look at the same.
    static let shared = Result { try Harvest() }

    /// Seeds whose worlds together have vote extensions, evidence, crashes, disconnections and nodes that are behind; and one in
    /// which data is lost.
    init(seeds: [UInt64] = [1, 2, 3, 4, 5, 6, 12, 35]) throws {
        var lossy = Harvest.scenario(7_001)
        lossy.losesData = true
        for scenario in seeds.map({ Harvest.scenario($0) }) + [lossy] {
            let world = try World(scenario)
            var harvest = self
            world.recorder = { harvest.add($0) }
            _ = world.run()
            self = harvest
        }
    }

    static func scenario(_ seed: UInt64, heights: Int = 8) -> Scenario {
        var scenario = Scenario(seed: seed)
        scenario.validators = 4
        scenario.heights = heights
        _ = scenario.setFaultModel(seed % 2 == 0 ? "crash" : "byzantine")
        return scenario
    }

    private mutating func add(_ step: RecordedStep) {
        // Starts after a loss are rare.
        let isRare = if case .start(let point) = step.event { point.sharedLoss != nil } else { false }
        if events[step.event.kind, default: []].count < Harvest.perKindMaximum || isRare {
            events[step.event.kind, default: []].append(step.event)
        }
        for effect in step.effects where effects[effect.action.kind, default: []].count < Harvest.perKindMaximum {
            effects[effect.action.kind, default: []].append(effect)
        }
    }
}

/// A small generator with a seed, for tests.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
