package import Chain

/// A record as recovery finds it.
package struct LoggedRecord: Hashable, Sendable {
    package let sequence: LogSequence
    /// The height it belongs to: once that is committed and durable, the record may go.
    package let height: Height
    /// What the engine wrote; the log does not look into it.
    package let body: [UInt8]

    package init(sequence: LogSequence, height: Height, body: [UInt8]) {
        self.sequence = sequence
        self.height = height
        self.body = body
    }
}

/// What recovery found in the log.
package struct LogRecovery: Hashable, Sendable {
    /// The records above the committed height, in order.
    package internal(set) var records: [LoggedRecord] = []
    /// Where a torn tail was cut off, if there was one.
    package internal(set) var cut: LogPlace?
}

/// A place in a file of the log.
package struct LogPlace: Hashable, Sendable, CustomStringConvertible {
    package let file: String
    /// Bytes from the start of the file.
    package let offset: Int

    package init(file: String, offset: Int) {
        self.file = file
        self.offset = offset
    }

    package var description: String { "\(file) at byte \(offset)" }
}
