import Chain
package import Cryptography
import Execution
package import MerkleMap
import Wire

/// Reads a checkpoint's bytes as they come, and gives nothing away that is not verified: the head when its signatures are,
/// entries when their chunk's digest is right, and the end only when the state has the hash that the validators signed.
/// It holds no more than a chunk, and 36 bytes of each.
package struct CheckpointDecoder: Sendable {
    /// A verified piece.
    package enum Piece: Hashable, Sendable {
        case head(CheckpointHead)
        /// In the order of their keys, all behind those before.
        case entries([MapEntry])
        /// All was there.
        case end(CheckpointEnd)
    }

    /// The digest of the last chunk; after the end, the checkpoint's hash.
    package private(set) var hash = SHA256.hash(CheckpointFormat.front)
    private var buffer: [UInt8] = []
    /// Where in the buffer the next chunk begins.
    private var start = 0
    private var hasFront = false
    private var chunks: UInt64 = 0
    private var subject: CheckpointSubject?
    private var head: CheckpointHead?
    /// Lengths and digests: 36 bytes a chunk.
    private var outline: [UInt8] = []
    private var digest = MapDigest()
    private var isAtEnd = false

    package init() {}

    /// Takes bytes; those of more than a few chunks should not wait here.
    package mutating func add(_ bytes: [UInt8]) {
        if start > 0 {
            buffer.removeFirst(start)
            start = 0
        }
        buffer += bytes
    }

    /// The next piece; nil when more bytes are needed for it.
    package mutating func next() throws(CheckpointError) -> Piece? {
        if !hasFront {
            guard try takeFront() else { return nil }
        }
        if isAtEnd {
            if start < buffer.count { throw .malformed(chunk: chunks, "nothing may follow the end") }
            return nil
        }
        do {
            while let (kind, body) = try takeChunk() {
                let piece = try piece(kind, body)
                chunks += 1
                if let piece { return piece }
            }
            return nil
        } catch let error as CheckpointError {
            throw error
        } catch let error as DecodingError {
            throw .malformed(chunk: chunks, error.description)
        } catch {
            throw .malformed(chunk: chunks, "\(error)")
        }
    }

    /// To be called when there are no more bytes.
    package func finish() throws(CheckpointError) {
        if !hasFront && !buffer.isEmpty && !CheckpointFormat.front.starts(with: buffer) { throw .foreign }
        if !isAtEnd { throw .truncated(chunk: chunks) }
    }

    private mutating func takeFront() throws(CheckpointError) -> Bool {
        let length = CheckpointFormat.magic.count
        if buffer.count < CheckpointFormat.frontBytes { return false }
        if !buffer.starts(with: CheckpointFormat.magic) { throw .foreign }
        let version = CheckpointFormat.number(buffer[length..<CheckpointFormat.frontBytes])
        if version != CheckpointFormat.version { throw .format(version) }
        start = CheckpointFormat.frontBytes
        hasFront = true
        return true
    }

    private mutating func takeChunk() throws(CheckpointError) -> (CheckpointFormat.Kind, [UInt8])? {
        let bodyStart = start + CheckpointFormat.chunkHeadBytes
        if buffer.count < bodyStart { return nil }
        let head = Array(buffer[start..<bodyStart])
        let length = CheckpointFormat.number(head.dropFirst())
        guard let kind = CheckpointFormat.Kind(rawValue: head[0]), length <= CheckpointFormat.bodyBytesMaximum else {
            throw .digest(chunk: chunks)
        }
        let bodyEnd = bodyStart + Int(length)
        let end = bodyEnd + Hash.size
        if buffer.count < end { return nil }
        let body = Array(buffer[bodyStart..<bodyEnd])
        let expected = CheckpointFormat.digest(after: hash, head: head, body: body)
        if expected.bytes != Array(buffer[bodyEnd..<end]) { throw .digest(chunk: chunks) }
        if kind != .commits { hash = expected }
        if kind == .head || kind == .entries { outline += CheckpointFormat.record(length: length, digest: hash) }
        start = end
        return (kind, body)
    }

    private mutating func piece(_ kind: CheckpointFormat.Kind, _ body: [UInt8]) throws -> Piece? {
        switch (kind, head) {
        case (.head, nil) where subject == nil:
            subject = try CheckpointSubject(protobuf: body)
            return nil
        case (.commits, nil):
            guard let subject else { throw CheckpointError.malformed(chunk: chunks, "its kind may not stand there") }
            let head = CheckpointHead(subject, try CheckpointCommits(protobuf: body))
            try head.verify()
            self.head = head
            return .head(head)
        case (.entries, .some):
            let entries = try EntryChunk.entries(body)
            for entry in entries where !digest.add(entry) {
                throw CheckpointError.malformed(chunk: chunks, "an entry is out of order, or too long")
            }
            return .entries(entries)
        case (.end, .some(let head)):
            let end = try CheckpointEnd(protobuf: body)
            isAtEnd = true
            // Head, commits and end are no chunks of entries.
            if end.entries != digest.count || end.chunks != chunks - 2 {
                throw CheckpointError.state(
                    "there are \(digest.count) entries in \(chunks - 2) chunks, it had \(end.entries) in \(end.chunks)")
            }
            if end.outline != SHA256.hash(outline) {
                throw CheckpointError.malformed(chunk: chunks, "its outline is not that of the chunks before")
            }
            if end.root != digest.root || digest.root.bytes != head.state.appHash.bytes {
                throw CheckpointError.state(
                    "its hash is \(digest.root), the validators have signed \(head.state.appHash)")
            }
            return .end(end)
        default: throw CheckpointError.malformed(chunk: chunks, "its kind may not stand there")
        }
    }
}
