import Chain

/// What a file of the log is in its present life.
///
/// A file has two places for headers and uses them in turn: the old header stands until the new one is durable. Header
/// and first records of a life become durable by one sync; whichever of them a power cut spares, the file is either
/// still in its old life, of which nothing is needed any more, or at the beginning of the new one.
struct SegmentHeader: Hashable {
    /// Names the format; its last character is the version.
    static let magic = Array("DAONLOG1".utf8)
    static let byteCount = 64
    /// Where the two headers are, in sectors of their own.
    static let slots = [0, 512]
    /// Where the records begin.
    static let recordsOffset = 1024

    /// Of all lives of all files of a log: one more than of the life before.
    let number: UInt64
    /// The number of the first record.
    let first: LogSequence
    /// The highest height among all records of lives before. If that is above the committed height, the file of the
    /// life before must be there.
    let heightBefore: Height
    /// Drawn once for a log. It goes into every checksum, so that no body, made by whomever, can hold what passes for
    /// a record, nor a reused file a record of another log.
    let salt: UInt64

    var bytes: [UInt8] {
        var bytes = SegmentHeader.magic + [UInt8](repeating: 0, count: SegmentHeader.byteCount - 8)
        bytes.withUnsafeMutableBytes { buffer in
            number.storeLittleEndian(in: buffer, at: 8)
            first.rawValue.storeLittleEndian(in: buffer, at: 16)
            heightBefore.rawValue.storeLittleEndian(in: buffer, at: 24)
            salt.storeLittleEndian(in: buffer, at: 32)
            CRC32C.of(UnsafeRawBufferPointer(rebasing: buffer[..<60])).storeLittleEndian(in: buffer, at: 60)
        }
        return bytes
    }

    init(number: UInt64, first: LogSequence, heightBefore: Height, salt: UInt64) {
        self.number = number
        self.first = first
        self.heightBefore = heightBefore
        self.salt = salt
    }

    /// Nil when the bytes are not a header.
    init?(_ bytes: ArraySlice<UInt8>) {
        guard let header = bytes.withUnsafeBytes({ SegmentHeader($0) }) else { return nil }
        self = header
    }

    private init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= SegmentHeader.byteCount, bytes[..<8].elementsEqual(SegmentHeader.magic) else { return nil }
        let checksum = UInt32(littleEndian: bytes, at: 60)
        if checksum != CRC32C.of(UnsafeRawBufferPointer(rebasing: bytes[..<60])) { return nil }
        number = UInt64(littleEndian: bytes, at: 8)
        first = LogSequence(UInt64(littleEndian: bytes, at: 16))
        heightBefore = Height(Int64(littleEndian: bytes, at: 24))
        salt = UInt64(littleEndian: bytes, at: 32)
    }

    /// What the checksum of each record in the file starts from.
    ///
    /// The file's number is in it: a file that is used again still holds records of its earlier life, and none of them
    /// passes. (They would not be taken anyway: the numbers of records never go back.)
    var seed: UInt32 {
        withUnsafeBytes(of: (salt.littleEndian, number.littleEndian)) { CRC32C.of($0) }
    }
}
