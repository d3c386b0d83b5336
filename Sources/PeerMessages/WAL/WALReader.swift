/// Reads CometBFT's consensus log, record after record (consensus/wal.go `WALDecoder`).
package struct WALReader: Sendable {
    private let bytes: [UInt8]
    /// Where the next record begins.
    package private(set) var offset = 0

    /// - Parameter bytes: A `cs.wal/wal` or `cs.wal/wal.000` file, or several in the order of their numbers, as records go
    ///   on from one to the next.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The next message, or nil at the end.
    ///
    /// A record whose payload is damaged is passed over, and the next call goes on behind it. A length that is damaged
    /// leaves no way to find the next record, so nothing follows it, nor a torn end.
    package mutating func next() throws(WALError) -> TimedWALMessage? {
        guard let record = try nextRecord() else { return nil }
        do {
            return try record.message()
        } catch {
            throw .wrongMessage(error, offset: offset - WALRecord.headerSize - record.payload.count)
        }
    }

    /// The next record with a right checksum, or nil at the end.
    package mutating func nextRecord() throws(WALError) -> WALRecord? {
        let start = offset
        if start == bytes.count { return nil }
        guard let checksum = number(at: start), let length = number(at: start + 4) else {
            offset = bytes.count
            throw .tornEnd(offset: start)
        }
        if length > UInt32(WALRecord.payloadSizeMaximum) {
            offset = bytes.count
            throw .tooLong(length, offset: start)
        }
        let payload = start + WALRecord.headerSize, end = payload + Int(length)
        if end > bytes.count {
            offset = bytes.count
            throw .tornEnd(offset: start)
        }
        offset = end
        let record = WALRecord(payload: Array(bytes[payload..<end])), actual = record.checksum
        if actual != checksum { throw .wrongChecksum(read: checksum, actual: actual, offset: start) }
        return record
    }

    /// Four bytes with the highest first; nil when so many do not remain.
    private func number(at position: Int) -> UInt32? {
        if bytes.count - position < 4 { return nil }
        return bytes[position..<position + 4].reduce(0) { $0 << 8 | UInt32($1) }
    }
}
