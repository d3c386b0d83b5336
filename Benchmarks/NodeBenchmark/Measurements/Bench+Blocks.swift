import Foundation

extension Bench {
    /// How long a new node takes to its first answer.
    func start() throws -> [(figure: Figure, value: Double)] {
        // One start may meet a moment when the disk is busy.
        let times = try (0..<5).map { _ in try withNode([]) { Double($0.startTime) / 1e6 } }.sorted()
        return [(Figure("start to first answer", .milliseconds), times[times.count / 2])]
    }

    /// What a node takes that has nothing to do but a block a second.
    func idle() throws -> [(figure: Figure, value: Double)] {
        try withNode([]) { node in
            try node.reach(3)
            let figures = try ProcessFigures(of: node.process.identifier)
            return [
                (Figure("idle: resident", .megabytes), figures.resident),
                (Figure("idle: anonymous memory", .megabytes), figures.anonymous),
            ]
        }
    }

    /// Empty blocks, one after the other, with nobody asking.
    func emptyBlocks() throws -> [(figure: Figure, value: Double)] {
        try withNode(.withoutPause) { node in
            try node.reach(50)
            let before = try node.height()
            try pause(until: before.time + nanoseconds)
            let after = try node.height()
            let seconds = Double(after.time - before.time) / 1e9
            return [(Figure("empty blocks a second", .perSecond), Double(after.height - before.height) / seconds)]
        }
    }

    /// Syncs of the disk that a height waits for, as the system sees them.
    func syncs() throws -> [(figure: Figure, value: Double)] {
        try withNode(.withoutPause) { node in
            try node.reach(50)
            let trace = try SyncTrace(of: node, guardian: guardian)
            let before = try (height: node.height().height, count: trace.count())
            try pause(until: Clock.now() + nanoseconds)
            let after = try (height: node.height().height, count: trace.count())
            trace.end()
            let heights = Double(after.height - before.height)
            if heights < 1 { throw BenchmarkError("no block while it was traced") }
            return [(Figure("syncs a height", .count), Double(after.count - before.count) / heights)]
        }
    }

    func pause(until deadline: Int64) throws {
        while true {
            let rest = deadline - Clock.now()
            if rest <= 0 { return }
            usleep(UInt32(min(rest / 1000 + 1, 100_000)))
        }
    }
}
