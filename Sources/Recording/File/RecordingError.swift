import Wire

/// Why a recording cannot be read.
package enum RecordingError: Error, Hashable, Sendable {
    /// It does not begin as recordings do.
    case notARecording
    /// It is of a version that this program does not read.
    case otherVersion(UInt8)
    /// The bytes of a piece are not those that were written.
    case damaged(offset: Int, event: Int, String)
}

extension RecordingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notARecording: "no recording: `daon-node start --record FILE` makes one"
        case .otherVersion(let version):
            "a recording of version \(version), and this program reads version \(Frame.magic.last ?? 0): use the "
                + "daon-simulate of the release that recorded it"
        case .damaged(let offset, let event, let text):
            "damaged at byte \(offset), in \(event == 0 ? "the header" : "event \(event)"): \(text)"
        }
    }
}
