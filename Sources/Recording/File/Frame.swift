import CChecksum

/// A piece of a recording: the length of its body, CRC-32C over that length and CRC-32C over the body, four bytes each and
/// little-endian, then the body, whose first byte says what it is.
///
/// The length has a checksum of its own, so that a damaged one is not taken for the torn end of a file.
enum Frame {
    /// What a file begins with: a name and the version of everything behind it. The version goes up with any change of what
    /// is written, so that an older recording is refused and not misread.
    static let magic = Array("DAONREC".utf8) + [5]

    static let headerBytes = 12

    /// What a body is.
    enum Kind: UInt8 {
        case header = 1
        case event = 2
        case end = 3
    }

    /// The largest body. The largest events hold the transactions of a block or two, of 100 MiB each (`ChainLimits`), and what
    /// they changed in the application's store.
    static let bodyBytesMaximum = 1 << 30

    /// - Returns: nil when the body is too large.
    static func bytes(_ kind: Kind, _ write: (inout ValueWriter) -> Void) -> [UInt8]? {
        var writer = ValueWriter()
        // Room for the length and the checksums.
        for _ in 0..<headerBytes { writer.byte(0) }
        writer.byte(kind.rawValue)
        write(&writer)
        var bytes = writer.bytes
        let count = bytes.count - headerBytes
        guard count <= bodyBytesMaximum else { return nil }
        put(UInt32(count), into: &bytes, at: 0)
        put(checksum(bytes[0..<4]), into: &bytes, at: 4)
        put(checksum(bytes[headerBytes...]), into: &bytes, at: 8)
        return bytes
    }

    /// CRC-32C (Castagnoli, RFC 3720 B.4).
    static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.withUnsafeBytes { daon_crc32c(0, $0.baseAddress, $0.count) }
    }

    private static func put(_ value: UInt32, into bytes: inout [UInt8], at place: Int) {
        for index in 0..<4 { bytes[place + index] = UInt8(truncatingIfNeeded: value >> (8 * UInt32(index))) }
    }

    /// The number in four bytes.
    static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
