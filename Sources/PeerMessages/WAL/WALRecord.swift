package import Wire

/// A record of CometBFT's consensus log: checksum and length, four bytes each with the highest first, and the payload
/// (consensus/wal.go `WALEncoder`).
package struct WALRecord: Hashable, Sendable {
    /// The bytes of a `TimedWALMessage`.
    package let payload: [UInt8]

    /// Bytes in front of the payload.
    package static let headerSize = 8
    /// Bytes in a payload at most: the largest message of consensus, 1 MiB, and 24 for the time (`maxMsgSizeBytes`).
    package static let payloadSizeMaximum = 1_048_576 + 24

    /// A record of a message; nil when it is larger than a record may be.
    package init?(_ message: TimedWALMessage) {
        let payload = message.protobuf
        if payload.count > WALRecord.payloadSizeMaximum { return nil }
        self.payload = payload
    }

    /// A record whose length was checked by who read it.
    init(payload: [UInt8]) {
        self.payload = payload
    }

    /// The CRC-32C of the payload.
    package var checksum: UInt32 { payload.crc32c }

    /// The record as it stands in the file.
    package var bytes: [UInt8] {
        highestFirst(checksum) + highestFirst(UInt32(truncatingIfNeeded: payload.count)) + payload
    }

    package func message() throws(DecodingError) -> TimedWALMessage {
        try TimedWALMessage(protobuf: payload)
    }
}

private func highestFirst(_ number: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: number >> $0) }
}
