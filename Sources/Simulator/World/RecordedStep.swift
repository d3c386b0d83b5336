package import Chain
package import Engine

/// One event of one engine of a world.
package struct RecordedStep {
    package let node: Int
    /// Which start of the node it belongs to, from 1: each has an engine of its own.
    package let life: Int
    /// What the engine was made with.
    package let settings: EngineSettings
    package let event: Engine.Event
    package let time: Instant
    /// What it answered.
    package let effects: [Engine.Effect]
}
