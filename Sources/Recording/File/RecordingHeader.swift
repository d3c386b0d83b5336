package import Engine
import Wire

/// What stands first in a recording. Where the engine started from is its first event.
package struct RecordingHeader: Sendable {
    /// The program that recorded, for who reads.
    package let software: String
    /// What the engine was made with.
    package let settings: EngineSettings

    package init(software: String, settings: EngineSettings) {
        self.software = software
        self.settings = settings
    }
}

extension ValueWriter {
    mutating func header(_ header: RecordingHeader) {
        text(header.software)
        settings(header.settings)
    }
}

extension ValueReader {
    mutating func header() throws(DecodingError) -> RecordingHeader {
        let software = try text()
        return RecordingHeader(software: software, settings: try settings())
    }
}
