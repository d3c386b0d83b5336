package import Cryptography
import Wire

extension ValidatorSet {
    /// The Merkle root over keys and powers in the set's order, as headers carry it. Computed anew at each call.
    package var hash: Hash {
        MerkleTree.root(of: validators.map(\.hashedBytes))
    }

    /// What light clients compare between providers, since `hash` leaves priorities out (ASA-2024-009); nil for the empty set.
    ///
    /// CometBFT writes each priority as a zig-zag varint over the one before, at the start of one buffer, and hashes as
    /// many bytes as all of them take together: the last, what longer ones left behind it, and zeros. The value is
    /// compared with Go's, so it is made the same way.
    package var proposerPriorityHash: Hash? {
        if isEmpty { return nil }
        var buffer: [UInt8] = []
        var size = 0
        for validator in validators {
            let priority = validator.proposerPriority.rawValue
            let varint = Varint.encode(UInt64(bitPattern: priority << 1 ^ priority >> 63))
            buffer.replaceSubrange(0..<min(varint.count, buffer.count), with: varint)
            size += varint.count
        }
        buffer.append(contentsOf: repeatElement(0, count: size - buffer.count))
        return SHA256.hash(buffer)
    }
}
