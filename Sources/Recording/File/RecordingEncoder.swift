package import Chain
package import Engine

/// Makes the bytes of a recording, piece by piece: the beginning, each event, the end.
///
/// It holds nothing and waits for nothing; whoever calls it puts the pieces one behind the other.
package enum RecordingEncoder {
    /// What a recording begins with.
    package static func beginning(_ header: RecordingHeader) -> [UInt8] {
        Frame.magic + (Frame.bytes(.header) { $0.header(header) } ?? [])
    }

    /// An event and what the engine made of it.
    ///
    /// - Returns: nil when it is larger than a recording can hold.
    package static func event(_ event: Engine.Event, at time: Instant, _ effects: [Engine.Effect]) -> [UInt8]? {
        Frame.bytes(.event) { $0.recorded(RecordedEvent(event, at: time, effects: effects.map { EffectTrace($0) })) }
    }

    /// The end.
    ///
    /// - Parameter reason: Why recording ends before the node does; nil when it does not.
    package static func end(stoppedBecause reason: String? = nil) -> [UInt8] {
        Frame.bytes(.end) { $0.end(reason) } ?? []
    }
}
