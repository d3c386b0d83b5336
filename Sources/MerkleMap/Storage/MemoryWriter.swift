import Cryptography
import Invariants

/// Writes into memory that its owner has made large enough.
struct MemoryWriter {
    private let memory: UnsafeMutableRawBufferPointer
    private var count = 0

    init(_ memory: UnsafeMutableRawBufferPointer) {
        self.memory = memory
    }

    var written: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

    mutating func byte(_ value: UInt8) {
        invariant(count < memory.count, "memory is large enough for what is written into it")
        memory[count] = value
        count += 1
    }

    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            byte(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        byte(UInt8(rest))
    }

    mutating func bigEndian(_ value: UInt64) {
        withUnsafeBytes(of: value.bigEndian) { raw($0) }
    }

    mutating func hash(_ hash: Hash) {
        hash.withUnsafeBytes { raw($0) }
    }

    mutating func raw(_ bytes: [UInt8], _ range: Range<Int>) {
        bytes.withUnsafeBytes { raw(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    private mutating func raw(_ bytes: UnsafeRawBufferPointer) {
        invariant(bytes.count <= memory.count - count, "memory is large enough for what is written into it")
        UnsafeMutableRawBufferPointer(rebasing: memory[count..<count + bytes.count]).copyMemory(from: bytes)
        count += bytes.count
    }
}
