import Chain

/// The first 64 bytes of a file of the log. They are durable before the file takes its name, so a bad one is damage,
/// never a write that was under way.
struct SegmentHeader: Hashable {
    /// Names the format; its last character is the version.
    static let magic = Array("DAONLOG1".utf8)
    static let byteCount = 64

    /// The files of a log are numbered without gaps.
    let number: UInt64
    /// The number of the first record in it.
    let first: LogSequence
    /// The highest height among all records of files before it. If that is above the committed height, those files
    /// must not be missing.
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
    init?(_ bytes: UnsafeRawBufferPointer) {
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
    /// passes. (They would not be taken anyway: their numbers are lower than any that comes.)
    var seed: UInt32 {
        withUnsafeBytes(of: (salt.littleEndian, number.littleEndian)) { CRC32C.of($0) }
    }

    /// The file's name in the log.
    static func name(_ number: UInt64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 8 - digits.utf8.count)) + digits + ".log"
    }

    /// The number in a file's name; nil for other files.
    static func number(of name: String) -> UInt64? {
        guard name.hasSuffix(".log"), let number = UInt64(name.dropLast(4)), self.name(number) == name else {
            return nil
        }
        return number
    }
}
