import Chain
import Engine
import Execution

/// Handles a recording's events again, and holds what comes of them against what came of them then.
///
/// The engine has no other input than its settings and its events, so the effects must be the same, byte for byte.
package struct Replay {
    private var reader: RecordingReader
    private var engine: ValidatorEngine
    private var outcome = ReplayOutcome()
    private var began: Instant?

    package init(_ reader: RecordingReader) {
        self.reader = reader
        engine = ValidatorEngine(settings: reader.header.settings)
    }

    /// Handles everything, up to the end or to the first difference.
    ///
    /// - Throws: `RecordingError` where the recording cannot be read, and what its source throws.
    package mutating func run() throws -> ReplayOutcome {
        while let recorded = try reader.next() {
            let number = reader.eventCount
            if number == 1, recorded.event.kind != .start {
                outcome.difference = ReplayDifference(event: 1, kind: recorded.event.kind, problem: .noStart)
                break
            }
            note(recorded)
            let effects = engine.handle(recorded.event, at: recorded.time)
            outcome.effects += effects.count
            if let problem = Replay.problem(recorded.effects, effects) {
                outcome.difference = ReplayDifference(event: number, kind: recorded.event.kind, problem: problem)
                break
            }
        }
        outcome.end = reader.end
        outcome.height = engine.chain?.lastBlockHeight ?? 0
        return outcome
    }

    private mutating func note(_ recorded: RecordedEvent) {
        outcome.events += 1
        let first = began ?? recorded.time
        began = first
        let (duration, overflow) = recorded.time.monotonic.rawValue.subtractingReportingOverflow(
            first.monotonic.rawValue)
        outcome.duration = Nanoseconds(overflow ? 0 : duration)
    }

    private static func problem(_ then: [EffectTrace], _ now: [Effect]) -> ReplayDifference.Problem? {
        for index in 0..<max(then.count, now.count) {
            let before = then.indices.contains(index) ? then[index] : nil
            let after = now.indices.contains(index) ? EffectTrace(now[index]) : nil
            if before == after { continue }
            let text = now.indices.contains(index) ? String("\(now[index])".prefix(ReplayDifference.textMaximum)) : ""
            return .effect(index + 1, recorded: before, replayed: after, text)
        }
        return nil
    }
}
