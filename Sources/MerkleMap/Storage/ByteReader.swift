import Chain
import Cryptography

/// Reads what `ByteWriter` has written; throws for everything else.
struct ByteReader {
    /// The bytes are not what the map writes.
    struct Failure: Error {}

    private let bytes: [UInt8]
    private(set) var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    var remaining: Int { bytes.count - position }

    mutating func byte() throws(Failure) -> UInt8 {
        if isAtEnd { throw Failure() }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func varint() throws(Failure) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while shift < 64 {
            let next = try byte()
            value |= UInt64(next & 0x7f) << shift
            if next < 0x80 { return value }
            shift += 7
        }
        throw Failure()
    }

    /// A number of bytes.
    mutating func count() throws(Failure) -> Int {
        guard let count = Int(exactly: try varint()) else { throw Failure() }
        return count
    }

    mutating func raw(_ count: UInt64) throws(Failure) -> ArraySlice<UInt8> {
        if count > UInt64(bytes.count - position) { throw Failure() }
        let start = position
        position += Int(count)
        return bytes[start..<position]
    }

    mutating func rest() -> ArraySlice<UInt8> {
        defer { position = bytes.count }
        return bytes[position...]
    }

    mutating func hash() throws(Failure) -> Hash {
        guard let hash = Hash(try raw(UInt64(Hash.size))) else { throw Failure() }
        return hash
    }

    /// A number of eight bytes, the highest first.
    mutating func bigEndian() throws(Failure) -> UInt64 {
        try raw(8).withUnsafeBytes { UInt64(bigEndian: $0.loadUnaligned(as: UInt64.self)) }
    }

    mutating func height() throws(Failure) -> Height { Height(Int64(bitPattern: try varint())) }

    mutating func counted() throws(Failure) -> [UInt8] { Array(try raw(try varint())) }

    mutating func rising() throws(Failure) -> [UInt64] {
        var values: [UInt64] = []
        var last: UInt64 = 0
        // Each takes a byte at least, so a wrong number ends at the end of the bytes.
        for _ in 0..<(try varint()) {
            last &+= try varint()
            values.append(last)
        }
        return values
    }
}
