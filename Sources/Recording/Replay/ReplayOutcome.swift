package import Chain

/// What came of a replay.
package struct ReplayOutcome: Sendable {
    /// Events that were handled.
    package internal(set) var events = 0
    /// Effects that came out.
    package internal(set) var effects = 0
    /// By the monotonic clock of whoever recorded, from the first event to the last.
    package internal(set) var duration = Nanoseconds(0)
    /// The last height that was executed.
    package internal(set) var height: Height = 0
    /// The first difference; nil when all that is there is the same.
    package internal(set) var difference: ReplayDifference?
    /// How the recording ends; nil when a difference came first.
    package internal(set) var end: RecordingEnd?
}

/// Where a replay took another way than what was recorded.
package struct ReplayDifference: Hashable, Sendable {
    /// Characters of an effect that are shown.
    static let textMaximum = 400

    /// What is different.
    package enum Problem: Hashable, Sendable {
        /// An effect, counted from 1; nil where there is none. At the end what came out now, or its beginning.
        case effect(Int, recorded: EffectTrace?, replayed: EffectTrace?, String)
        /// The first event does not say where to start.
        case noStart
    }

    /// The event's number, from 1.
    package let event: Int
    package let kind: EventKind
    package let problem: Problem
}

extension ReplayDifference: CustomStringConvertible {
    package var description: String {
        switch problem {
        case .noStart: "event \(event) (\(kind)): a recording begins with the start of an engine"
        case .effect(let index, let recorded, let replayed, let text):
            "event \(event) (\(kind)), effect \(index): recorded \(recorded.map { "\($0)" } ?? "nothing"), "
                + "replayed \(replayed.map { "\($0)" } ?? "nothing")" + (text.isEmpty ? "" : ": \(text)")
        }
    }
}
