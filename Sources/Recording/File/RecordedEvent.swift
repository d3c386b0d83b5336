package import Chain
package import Engine
import Wire

/// An event as an engine handled it, and what it made of it.
package struct RecordedEvent: Sendable {
    /// What `ValidatorEngine.handle` was given.
    package let event: Engine.Event
    package let time: Instant
    /// Of what it returned, in order.
    package let effects: [EffectTrace]

    package init(_ event: Engine.Event, at time: Instant, effects: [EffectTrace]) {
        self.event = event
        self.time = time
        self.effects = effects
    }
}

extension ValueWriter {
    mutating func recorded(_ recorded: RecordedEvent) {
        instant(recorded.time)
        event(recorded.event)
        list(recorded.effects) { $0.trace($1) }
    }
}

extension ValueReader {
    mutating func recorded() throws(DecodingError) -> RecordedEvent {
        let time = try instant()
        let event = try event()
        return RecordedEvent(
            event, at: time, effects: try list { reader throws(DecodingError) in try reader.trace() })
    }
}
