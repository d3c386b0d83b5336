import Chain

/// What stands in front of a record's body, low bytes first:
/// `CRC-32C (4) | length of the body (4) | number (8) | durable up to (8) | height (8)`.
///
/// The checksum covers all behind it, the body too, and starts from the file's seed. Records start at multiples of
/// eight bytes, so that recovery can look for them behind a bad one; the bytes between them mean nothing.
struct RecordHeader: Hashable {
    static let byteCount = 32
    static let alignment = 8

    let bodyCount: Int
    let sequence: LogSequence
    /// All records up to this one were durable when this one was written.
    let durable: LogSequence
    let height: Height

    /// Bytes of the whole record with what fills it up to the next one.
    var recordBytes: Int { RecordHeader.recordBytes(bodyCount: bodyCount) }

    static func recordBytes(bodyCount: Int) -> Int {
        (byteCount + bodyCount + alignment - 1) / alignment * alignment
    }

    init(bodyCount: Int, sequence: LogSequence, durable: LogSequence, height: Height) {
        self.bodyCount = bodyCount
        self.sequence = sequence
        self.durable = durable
        self.height = height
    }

    /// The number of the record whose header stands at `offset`, all of it, if there is one.
    static func sequence(_ bytes: UnsafeRawBufferPointer, at offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes, at: offset + 8)
    }

    /// Reads the header at `offset`, unchecked; nil when no record can stand there.
    init?(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
        guard offset + RecordHeader.byteCount <= bytes.count else { return nil }
        let length = UInt32(littleEndian: bytes, at: offset + 4)
        guard length <= LogLimits.bodyBytesMaximum, offset + RecordHeader.byteCount + Int(length) <= bytes.count
        else { return nil }
        bodyCount = Int(length)
        sequence = LogSequence(RecordHeader.sequence(bytes, at: offset))
        durable = LogSequence(UInt64(littleEndian: bytes, at: offset + 16))
        height = Height(Int64(littleEndian: bytes, at: offset + 24))
    }

    /// Whether the checksum at `offset` is the record's.
    func isWhole(in bytes: UnsafeRawBufferPointer, at offset: Int, seed: UInt32) -> Bool {
        UInt32(littleEndian: bytes, at: offset) == checksum(in: bytes, at: offset, seed: seed)
    }

    /// Writes header and checksum in front of the body that stands behind `offset` already.
    func seal(in bytes: UnsafeMutableRawBufferPointer, at offset: Int, seed: UInt32) {
        UInt32(truncatingIfNeeded: bodyCount).storeLittleEndian(in: bytes, at: offset + 4)
        sequence.rawValue.storeLittleEndian(in: bytes, at: offset + 8)
        durable.rawValue.storeLittleEndian(in: bytes, at: offset + 16)
        height.rawValue.storeLittleEndian(in: bytes, at: offset + 24)
        checksum(in: UnsafeRawBufferPointer(bytes), at: offset, seed: seed).storeLittleEndian(in: bytes, at: offset)
    }

    private func checksum(in bytes: UnsafeRawBufferPointer, at offset: Int, seed: UInt32) -> UInt32 {
        let end = offset + RecordHeader.byteCount + bodyCount
        return CRC32C.of(UnsafeRawBufferPointer(rebasing: bytes[offset + 4..<end]), seed: seed)
    }
}
