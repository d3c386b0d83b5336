import Cryptography

/// The hashes of the tree's nodes (docs/proof.md). Leaves and inner nodes begin with different bytes, as in RFC 6962 §2.1,
/// so that neither can be taken for the other.
enum MapHash {
    private static let leafPrefix: UInt8 = 0
    private static let innerPrefix: UInt8 = 1

    static func leaf(key: [UInt8], valueHash: Hash) -> Hash {
        var hasher = SHA256()
        hasher.update(leafPrefix)
        hasher.update(key)
        hasher.update(valueHash)
        return hasher.finalize()
    }

    static func leaf(key: [UInt8], value: [UInt8]) -> Hash { leaf(key: key, valueHash: SHA256.hash(value)) }

    /// - Parameter bit: The first in which keys on the left, where it is 0, and on the right, where it is 1, differ.
    static func inner(bit: UInt32, _ left: Hash, _ right: Hash) -> Hash {
        withUnsafeTemporaryAllocation(byteCount: 5 + 2 * Hash.size, alignment: 8) { memory in
            memory[0] = innerPrefix
            memory.storeBytes(of: bit.bigEndian, toByteOffset: 1, as: UInt32.self)
            left.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: memory[5...]).copyMemory(from: $0) }
            right.withUnsafeBytes { UnsafeMutableRawBufferPointer(rebasing: memory[37...]).copyMemory(from: $0) }
            return SHA256.hash(UnsafeRawBufferPointer(memory))
        }
    }
}
