import Chain

/// The records of one file, as far as they follow one another.
struct SegmentScan {
    /// What stands behind the last good record.
    enum Tail: Hashable {
        /// Nothing of this life of the file.
        case clean
        /// A record that is not whole, or records behind a hole: written, but never synced.
        case torn
        /// Among what stands there is this good record, which says that the bad one was durable.
        case damaged(by: LogSequence)
    }

    let header: SegmentHeader
    /// The number of the record that comes next, and where it goes.
    private(set) var next: LogSequence
    private(set) var end = SegmentHeader.byteCount
    private(set) var heightMaximum: Height = 0
    private(set) var tail: Tail = .clean

    private let bytes: [UInt8]
    private var places: [(header: RecordHeader, offset: Int)] = []

    /// Nil when the file has no header.
    init?(_ bytes: [UInt8]) {
        guard let header = bytes.withUnsafeBytes({ SegmentHeader($0) }) else { return nil }
        self.header = header
        self.bytes = bytes
        next = header.first
        bytes.withUnsafeBytes { buffer in
            readRecords(buffer)
            tail = readTail(buffer)
        }
    }

    /// The records that belong to heights above this one.
    func records(above height: Height) -> [LoggedRecord] {
        places.filter { $0.header.height > height }.map { record, offset in
            let start = offset + RecordHeader.byteCount
            return LoggedRecord(
                sequence: record.sequence, height: record.height, body: Array(bytes[start..<start + record.bodyCount]))
        }
    }

    private mutating func readRecords(_ buffer: UnsafeRawBufferPointer) {
        let seed = header.seed
        while let record = RecordHeader(buffer, at: end), record.sequence == next,
            record.isWhole(in: buffer, at: end, seed: seed)
        {
            places.append((record, end))
            heightMaximum = max(heightMaximum, record.height)
            end = min(end + record.recordBytes, buffer.count)
            next = next.next
        }
    }

    /// Looks for records of this life behind the last good one.
    ///
    /// Those of earlier lives have lower numbers, so that nearly all places are passed over without a checksum.
    private func readTail(_ buffer: UnsafeRawBufferPointer) -> Tail {
        let seed = header.seed
        let last = LogSequence(next.rawValue &+ UInt64(buffer.count / RecordHeader.byteCount))
        var tail = Tail.clean
        var offset = end
        while offset + RecordHeader.byteCount <= buffer.count {
            defer { offset += RecordHeader.alignment }
            guard let record = RecordHeader(buffer, at: offset), record.sequence >= next, record.sequence <= last
            else { continue }
            if record.isWhole(in: buffer, at: offset, seed: seed) {
                if record.durable >= next { return .damaged(by: record.sequence) }
                tail = .torn
            } else if offset == end && record.sequence == next {
                tail = .torn
            }
        }
        return tail
    }
}
