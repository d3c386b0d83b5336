import Chain

/// The records of a file's life, as far as they follow one another.
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

    /// The number of the record that comes next, and where it goes.
    private(set) var next: LogSequence
    private(set) var end = SegmentHeader.recordsOffset
    private(set) var heightMaximum: Height = 0
    private(set) var tail: Tail = .clean

    private let first: LogSequence
    private let seed: UInt32
    private let bytes: [UInt8]
    private var places: [(header: RecordHeader, offset: Int)] = []

    /// Reads the records of a life.
    init(_ bytes: [UInt8], _ header: SegmentHeader) {
        self.bytes = bytes
        seed = header.seed
        first = header.first
        next = header.first
        bytes.withUnsafeBytes { buffer in
            readRecords(buffer)
            tail = readTail(buffer)
        }
    }

    /// Whether a record says of the life's first ones that they were durable.
    var isDurable: Bool {
        if case .damaged = tail { return true }
        return places.contains { $0.header.durable >= first }
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
    /// Those of earlier lives have lower numbers, so that nearly all places are passed over by a look at one word.
    private func readTail(_ buffer: UnsafeRawBufferPointer) -> Tail {
        let first = next.rawValue
        let last = first &+ UInt64(buffer.count / RecordHeader.byteCount)
        var tail = Tail.clean
        var offset = end
        while offset + RecordHeader.byteCount <= buffer.count {
            defer { offset += RecordHeader.alignment }
            let sequence = RecordHeader.sequence(buffer, at: offset)
            guard sequence >= first, sequence <= last, let record = RecordHeader(buffer, at: offset) else { continue }
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
