package import Cryptography

/// The commitment to a file: an RFC 6962 tree over segments of 1 KiB, with leaf hashes of its own.
///
/// The file may come in pieces of any size; memory for one segment and one hash a level is all it takes.
package struct FileCommitment: Sendable {
    /// Bytes in a segment; the last one may be shorter.
    package static let segmentSize = 1024
    /// Prefix of a segment's hash: another than RFC 6962's, so that no file looks like a transaction tree.
    private static let leafPrefix: UInt8 = 3

    private var segment: [UInt8] = []
    /// Roots of complete subtrees from the left, each with the number of its segments, a power of two.
    private var subtrees: [(root: Hash, count: Int)] = []

    package init() {}

    /// Adds bytes of the file.
    package mutating func update(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            // A full segment is closed only when more follows, so that a file of whole segments ends with one.
            if segment.count == FileCommitment.segmentSize { closeSegment() }
            let part = rest.prefix(FileCommitment.segmentSize - segment.count)
            segment += part
            rest = rest.dropFirst(part.count)
        }
    }

    /// The commitment to all that was added; that to an empty file is its one empty segment's.
    package func finalize() -> Hash {
        var last = self
        last.closeSegment()
        var root = last.subtrees.removeLast().root
        while let left = last.subtrees.popLast() { root = MerkleTree.innerHash(left.root, root) }
        return root
    }

    /// The commitment to a file that is there as a whole.
    package static func root(of bytes: [UInt8]) -> Hash {
        var commitment = FileCommitment()
        commitment.update(bytes)
        return commitment.finalize()
    }

    private mutating func closeSegment() {
        var hasher = SHA256()
        hasher.update(FileCommitment.leafPrefix)
        hasher.update(segment)
        segment.removeAll(keepingCapacity: true)
        var subtree = (root: hasher.finalize(), count: 1)
        while let left = subtrees.last, left.count == subtree.count {
            subtrees.removeLast()
            subtree = (MerkleTree.innerHash(left.root, subtree.root), left.count * 2)
        }
        subtrees.append(subtree)
    }
}
