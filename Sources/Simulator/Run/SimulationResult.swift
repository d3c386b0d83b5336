/// How a world ended.
package struct SimulationResult: Sendable {
    package let seed: UInt64
    package let violation: Violation?
    package let digest: Digest
    package let events: Int
    /// Nanoseconds that passed in the world.
    package let duration: Int64
    package let faults: FaultMix
    /// What the links were like where they carried bytes.
    package let links: LinkMix?
    package let heights: [Int64]
    package let tally: Tally
    /// The last lines of the trace, when something is broken.
    package let lastLines: [String]
}

extension World {
    /// Runs a scenario; when it breaks something, runs it again to tell what happened last.
    ///
    /// - Parameter lineCount: How many lines to tell at most.
    package static func simulate(_ scenario: Scenario, lineCount: Int = 60) throws -> SimulationResult {
        let world = try World(scenario)
        let violation = world.run()
        var lines: [String] = []
        if violation != nil && lineCount > 0 { lines = try lastLines(of: scenario, count: lineCount) }
        var tally = world.tally
        tally.newsRefused = world.versions?.refused ?? 0
        tally.newsTaken = world.versions?.taken ?? 0
        if let stake = world.stake {
            tally.joins = stake.joins
            tally.leaves = stake.leaves
            tally.rotations = stake.rotations
            tally.tombstones = stake.tombstones
            tally.releasedBonds = stake.released
        }
        tally.evidence = world.checker.evidence
        if let cutOff = world.cutOff, cutOff.isOver { tally.returns = cutOff.nodes.count }
        return SimulationResult(
            seed: scenario.seed, violation: violation, digest: world.digest, events: world.events, duration: world.now,
            faults: scenario.drawnFaults, links: scenario.drawnLinks, heights: world.heights, tally: tally,
            lastLines: lines)
    }

    private static func lastLines(of scenario: Scenario, count: Int) throws -> [String] {
        let world = try World(scenario)
        var lines: [String] = []
        world.trace = { line in
            lines.append(line)
            if lines.count > 4 * count { lines.removeFirst(3 * count) }
        }
        _ = world.run()
        return Array(lines.suffix(count))
    }
}
