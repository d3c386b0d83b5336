import Chain
package import Cryptography
import Execution
package import MerkleMap
import Wire

/// Makes a checkpoint's bytes, piece after piece; holds no more than a chunk, and 36 bytes of each.
package struct CheckpointEncoder: Sendable {
    /// The digest of the last chunk.
    package private(set) var hash = SHA256.hash(CheckpointFormat.front)
    private var body: [UInt8] = []
    private var digest = MapDigest()
    private var chunks: UInt64 = 0
    /// Lengths and digests: 36 bytes a chunk.
    private var outline: [UInt8] = []
    private let head: CheckpointHead

    package init(_ head: CheckpointHead) {
        self.head = head
    }

    /// Entries so far.
    package var count: UInt64 { digest.count }

    /// The bytes in front of the entries.
    package mutating func begin() -> [UInt8] {
        let subject = chunk(.head, head.subject.protobuf)
        let digest = hash
        let commits = chunk(.commits, head.commits.protobuf)
        hash = digest
        return CheckpointFormat.front + subject + commits
    }

    /// Takes the next entry, in the order of keys.
    ///
    /// - Returns: Bytes to write, mostly none.
    /// - Throws: when the entries are out of order: what they come from is damaged.
    package mutating func add(_ entry: MapEntry) throws(CheckpointError) -> [UInt8] {
        guard digest.add(entry) else { throw .state("an entry of the stored state is out of order, or too long") }
        EntryChunk.append(entry, to: &body)
        return body.count < CheckpointFormat.entriesBytes ? [] : entryChunk()
    }

    /// The bytes behind the last entry.
    ///
    /// - Throws: when the entries are not the state that the head tells: what they come from is damaged.
    package mutating func end() throws(CheckpointError) -> [UInt8] {
        guard digest.root.bytes == head.state.appHash.bytes else {
            throw .state("its hash is \(digest.root), the chain has \(head.state.appHash)")
        }
        let rest = body.isEmpty ? [] : entryChunk()
        return rest
            + chunk(
                .end,
                CheckpointEnd(
                    entries: digest.count, chunks: chunks, root: digest.root, outline: SHA256.hash(outline)
                ).protobuf)
    }

    private mutating func entryChunk() -> [UInt8] {
        defer { body.removeAll(keepingCapacity: true) }
        chunks += 1
        return chunk(.entries, body)
    }

    private mutating func chunk(_ kind: CheckpointFormat.Kind, _ body: [UInt8]) -> [UInt8] {
        let head = CheckpointFormat.chunkHead(kind, body.count)
        hash = CheckpointFormat.digest(after: hash, head: head, body: body)
        if kind == .head || kind == .entries {
            outline += CheckpointFormat.record(length: UInt32(clamping: body.count), digest: hash)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(head.count + body.count + Hash.size)
        bytes += head
        bytes += body
        bytes += hash.bytes
        return bytes
    }
}
