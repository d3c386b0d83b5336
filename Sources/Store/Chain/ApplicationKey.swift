import Cryptography
import Wire

/// A key of the application as LMDB takes it, which knows no empty key and none above 511 bytes.
///
/// One byte in front makes the empty key one. Of a longer key than fits, the front and the hash of all of it are the
/// key, and the whole of it stands in front of the value. So keys sort as they are, but for long ones that share their
/// front: those are sorted when they are read.
struct ApplicationKey: CustomStringConvertible {
    /// Bytes of a key that is stored as it is, and of a longer one's front.
    static let frontBytes = 470
    private static let mark = UInt8(ascii: "k")
    private static let hashBytes = 32

    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isLong: Bool { bytes.count > ApplicationKey.frontBytes }

    /// The key in the table.
    var stored: [UInt8] {
        isLong ? front + SHA256.hash(bytes).bytes : front
    }

    /// The part of `stored` in front of the hash.
    var front: [UInt8] {
        var front: [UInt8] = []
        front.reserveCapacity(1 + min(bytes.count, ApplicationKey.frontBytes))
        front.append(ApplicationKey.mark)
        front += bytes.prefix(ApplicationKey.frontBytes)
        return front
    }

    /// The value in the table.
    func stored(_ value: [UInt8]) -> [UInt8] {
        isLong ? Varint.encode(UInt64(bytes.count)) + bytes + value : value
    }

    /// Reads a key and its value as the table has them; nil when they cannot be.
    static func entry(_ key: [UInt8], _ value: [UInt8]) -> (key: [UInt8], value: [UInt8])? {
        guard key.first == mark else { return nil }
        if key.count != 1 + frontBytes + hashBytes {
            return key.count <= 1 + frontBytes ? (Array(key.dropFirst()), value) : nil
        }
        var reader = ProtobufReader(value)
        guard let length = try? reader.varint(), length <= UInt64(reader.remaining) else { return nil }
        let rest = reader.remainingBytes
        return (Array(rest.prefix(Int(length))), Array(rest.dropFirst(Int(length))))
    }

    var description: String { Hex.lowercase(bytes.prefix(64)) + (bytes.count > 64 ? "…" : "") }
}
