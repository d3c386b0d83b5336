import Chain
import Cryptography

/// Writes the forms in which the map is stored.
struct ByteWriter {
    /// Bytes of a number, at most.
    static let varintBytesMaximum = 10

    private(set) var bytes: [UInt8] = []

    init(capacity: Int = 64) {
        bytes.reserveCapacity(capacity)
    }

    var count: Int { bytes.count }

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func raw(_ value: some Sequence<UInt8>) { bytes.append(contentsOf: value) }

    mutating func height(_ height: Height) { varint(UInt64(bitPattern: height.rawValue)) }

    mutating func hash(_ hash: Hash) {
        hash.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }

    /// Bytes behind their number.
    mutating func counted(_ value: [UInt8]) {
        varint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// Bytes that a number takes.
    static func varintBytes(_ value: UInt64) -> Int { max(1, (70 - value.leadingZeroBitCount) / 7) }

    /// Numbers that rise, each as the distance from the one before, behind how many they are.
    mutating func rising(_ values: [UInt64]) {
        varint(UInt64(values.count))
        var last: UInt64 = 0
        for value in values {
            varint(value &- last)
            last = value
        }
    }
}
