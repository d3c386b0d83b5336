import Wire

/// How a recording ends.
package enum RecordingEnd: Hashable, Sendable {
    /// With the node.
    case complete
    /// Before the node; why.
    case stopped(String)
    /// Inside of something, or without an end: whoever recorded was killed. This many bytes were left over.
    case torn(Int)
}

extension RecordingEnd: CustomStringConvertible {
    package var description: String {
        switch self {
        case .complete: "complete"
        case .stopped(let reason): "incomplete: recording was stopped, \(reason)"
        case .torn(let count):
            "incomplete: it has no end, as after a kill; \(count) bytes of what came next are left out"
        }
    }
}

extension ValueWriter {
    /// - Parameter reason: Why the recording ends before the node; nil when it does not.
    mutating func end(_ reason: String?) { optional(reason) { $0.text($1) } }
}

extension ValueReader {
    mutating func end() throws(DecodingError) -> RecordingEnd {
        let reason = try optional { reader throws(DecodingError) in try reader.text() }
        return reason.map(RecordingEnd.stopped) ?? .complete
    }
}
