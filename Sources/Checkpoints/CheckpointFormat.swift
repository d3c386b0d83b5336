import Cryptography

/// What a checkpoint's bytes are: eight letters and the format's number, then chunks.
///
/// A chunk is its kind, one byte; the length of its body, four bytes; the body; and a digest. The digest is SHA-256 over the
/// digest before, kind, length and body; before the first chunk it is that of what stands in front of it. So each
/// chunk is checked before anything of it is used, and the last digest is one over everything: the checkpoint's hash.
/// The commits alone are passed over by that: the chunk after them goes on from the digest of the head. What vouches for a
/// state differs from node to node; what it is does not, so checkpoints of one height have one hash on all nodes.
/// Integers have their highest byte first.
package enum CheckpointFormat {
    /// The one version there is.
    package static let version: UInt32 = 2
    /// What every file begins with.
    static let magic = Array("daonckpt".utf8)
    /// Magic and version.
    static let frontBytes = 12
    /// Kind and length of a chunk.
    static let chunkHeadBytes = 5
    /// Bytes of entries after which a chunk ends: little beside what memory has, and much beside a digest.
    package static let entriesBytes = 1 << 20
    /// The longest body that is read: an entry of the longest kind (`MerkleMap.valueBytesMaximum`) behind others.
    static let bodyBytesMaximum = 20 << 20

    static let front = magic + bytes(version)

    /// What a chunk holds.
    enum Kind: UInt8 {
        case head = 1
        case entries = 2
        case end = 3
        /// Behind the head.
        case commits = 4
    }

    static func bytes(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> UInt32(24 - 8 * $0)) }
    }

    static func number(_ bytes: some Sequence<UInt8>) -> UInt32 { bytes.reduce(0) { $0 << 8 | UInt32($1) } }

    /// What the outline has of a chunk.
    static func record(length: UInt32, digest: Hash) -> [UInt8] { bytes(length) + digest.bytes }

    /// Kind and length of a chunk.
    static func chunkHead(_ kind: Kind, _ count: Int) -> [UInt8] { [kind.rawValue] + bytes(UInt32(clamping: count)) }

    static func digest(after last: Hash, head: [UInt8], body: [UInt8]) -> Hash {
        var hasher = SHA256()
        hasher.update(last)
        hasher.update(head)
        hasher.update(body)
        return hasher.finalize()
    }
}
