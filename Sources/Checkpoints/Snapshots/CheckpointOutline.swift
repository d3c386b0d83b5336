import Chain
package import Cryptography
import Execution
import PeerMessages
package import Wire

/// All of a checkpoint but its entries, and the digest of each chunk of them: with it every chunk is known to be right or wrong
/// by itself, and where in the file it stands.
///
/// That all of it belongs together and has the hash `hash` is checked when it is made. Whether the chain's validators have
/// signed it is `head.verify()`'s to say.
package struct CheckpointOutline: Hashable, Sendable {
    /// A chunk of entries.
    package struct Piece: Hashable, Sendable {
        /// Bytes of its body.
        package let length: UInt32
        package let digest: Hash
    }

    package let head: CheckpointHead
    package let pieces: [Piece]
    package let end: CheckpointEnd
    /// The checkpoint's hash.
    package let hash: Hash

    /// Puts one together.
    ///
    /// - Throws: when the parts do not belong together.
    init(head: CheckpointHead, pieces: [Piece], end: CheckpointEnd) throws(CheckpointError) {
        self.head = head
        self.pieces = pieces
        self.end = end
        let subject = head.subject.protobuf
        var digest = CheckpointFormat.digest(
            after: SHA256.hash(CheckpointFormat.front), head: CheckpointFormat.chunkHead(.head, subject.count),
            body: subject)
        var outline = CheckpointFormat.record(length: UInt32(clamping: subject.count), digest: digest)
        outline.reserveCapacity(36 * (pieces.count + 1))
        for piece in pieces {
            guard piece.length > 0, Int(piece.length) <= SnapshotFormat.pieceBytesMaximum else {
                throw .state("a chunk of \(piece.length) bytes cannot go from peer to peer")
            }
            outline += CheckpointFormat.record(length: piece.length, digest: piece.digest)
            digest = piece.digest
        }
        if end.outline != SHA256.hash(outline) || end.chunks != UInt64(pieces.count) {
            throw .state("the outline is not that of its chunks")
        }
        let body = end.protobuf
        hash = CheckpointFormat.digest(
            after: digest, head: CheckpointFormat.chunkHead(.end, body.count), body: body)
    }

    /// Reads the outline of a file without reading its entries: of each chunk the length and the digest.
    ///
    /// - Parameters:
    ///   - byteCount: Bytes of the file.
    ///   - read: Bytes from a place on; fewer where the file ends.
    package init(fileOf byteCount: Int, read: (_ place: Int, _ count: Int) throws -> [UInt8]) throws {
        var place = CheckpointFormat.frontBytes
        let front = try read(0, place)
        if front != CheckpointFormat.front {
            if !front.starts(with: CheckpointFormat.magic) { throw CheckpointError.foreign }
            throw CheckpointError.format(CheckpointFormat.number(front.dropFirst(CheckpointFormat.magic.count)))
        }
        var subject: CheckpointSubject?, head: CheckpointHead?
        var pieces: [Piece] = []
        while place < byteCount {
            let chunk = UInt64(pieces.count + 2)
            let chunkHead = try read(place, CheckpointFormat.chunkHeadBytes)
            guard chunkHead.count == CheckpointFormat.chunkHeadBytes else {
                throw CheckpointError.truncated(chunk: chunk)
            }
            let length = CheckpointFormat.number(chunkHead.dropFirst())
            let start = place + CheckpointFormat.chunkHeadBytes
            guard let kind = CheckpointFormat.Kind(rawValue: chunkHead[0]),
                length <= CheckpointFormat.bodyBytesMaximum, start + Int(length) + Hash.size <= byteCount
            else { throw CheckpointError.truncated(chunk: chunk) }
            place = start + Int(length) + Hash.size
            switch (kind, head) {
            case (.head, nil): subject = try CheckpointSubject(protobuf: read(start, Int(length)))
            case (.commits, nil):
                guard let subject else { throw CheckpointError.malformed(chunk: 0, "it is no head") }
                head = CheckpointHead(subject, try CheckpointCommits(protobuf: read(start, Int(length))))
            case (.entries, .some):
                guard let digest = Hash(try read(start + Int(length), Hash.size)) else {
                    throw CheckpointError.truncated(chunk: chunk)
                }
                pieces.append(Piece(length: length, digest: digest))
            case (.end, .some(let head)):
                let end = try CheckpointEnd(protobuf: read(start, Int(length)))
                if place != byteCount { throw CheckpointError.malformed(chunk: chunk, "nothing may follow the end") }
                self = try CheckpointOutline(head: head, pieces: pieces, end: end)
                return
            default: throw CheckpointError.malformed(chunk: chunk, "its kind may not stand there")
            }
        }
        throw CheckpointError.truncated(chunk: UInt64(pieces.count + 2))
    }

    /// Pieces in which it goes from peer to peer, the outline included.
    package var chunkCount: UInt32 { UInt32(clamping: pieces.count + 1) }

    /// What peers are told of it; nil for a checkpoint that cannot go that way, as its outline or its pieces are too long or too
    /// many (100 GB).
    package var offer: SnapshotOffer? {
        guard head.height > 0, let blockHash = head.state.lastBlockID.hash,
            chunkCount <= SnapshotsResponse.chunksMaximum,
            protobuf.count <= SnapshotFormat.pieceBytesMaximum
        else { return nil }
        return SnapshotOffer(
            height: UInt64(head.height.rawValue), chunks: chunkCount, hash: hash,
            metadata: SnapshotMetadata(
                genesisHash: head.genesisHash, blockHash: blockHash, byteCount: UInt64(byteCount)))
    }

    /// The same checkpoint with other signatures for it.
    package func with(_ commits: CheckpointCommits) throws(CheckpointError) -> CheckpointOutline {
        try CheckpointOutline(head: CheckpointHead(head.subject, commits), pieces: pieces, end: end)
    }

    // MARK: The file

    /// What stands behind the head in a file that was begun as this checkpoint; nil when it was not, or not so far.
    ///
    /// - Parameter read: Bytes from a place on; fewer where the file ends.
    package func commits(inFile read: (_ place: Int, _ count: Int) throws -> [UInt8]) rethrows -> CheckpointCommits? {
        let subject = head.subject.protobuf
        let place = CheckpointFormat.frontBytes + CheckpointFormat.chunkHeadBytes + subject.count + Hash.size
        let chunkHead = try read(place, CheckpointFormat.chunkHeadBytes)
        let length = CheckpointFormat.number(chunkHead.dropFirst())
        guard chunkHead.count == CheckpointFormat.chunkHeadBytes, length <= CheckpointFormat.bodyBytesMaximum else {
            return nil
        }
        let body = try read(place + CheckpointFormat.chunkHeadBytes, Int(length))
        guard let commits = try? CheckpointCommits(protobuf: body), let outline = try? with(commits) else { return nil }
        let beginning = outline.beginning
        return try read(0, beginning.count) == beginning ? commits : nil
    }

    /// All in front of the entries.
    package var beginning: [UInt8] {
        var encoder = CheckpointEncoder(head)
        return encoder.begin()
    }

    /// All behind the entries.
    package var ending: [UInt8] {
        let body = end.protobuf
        return CheckpointFormat.chunkHead(.end, body.count) + body + hash.bytes
    }

    /// Where the chunk of a piece begins in the file: a piece's number counts from 0, without the outline.
    package func places() -> [Int] {
        var place = beginning.count
        return pieces.map { piece in
            defer { place += CheckpointOutline.chunkBytes(piece) }
            return place
        }
    }

    /// Bytes of the file.
    package var byteCount: Int {
        pieces.reduce(beginning.count + ending.count) { $0 + CheckpointOutline.chunkBytes($1) }
    }

    /// Bytes of a chunk with all around its body.
    package static func chunkBytes(_ piece: Piece) -> Int {
        CheckpointFormat.chunkHeadBytes + Int(piece.length) + Hash.size
    }

    /// A chunk as the file has it.
    ///
    /// - Returns: nil when there is no such piece, or when the body is not that of it.
    package func chunk(_ number: Int, body: [UInt8]) -> [UInt8]? {
        guard pieces.indices.contains(number), body.count == Int(pieces[number].length) else { return nil }
        let chunkHead = CheckpointFormat.chunkHead(.entries, body.count)
        let digest = pieces[number].digest
        if CheckpointFormat.digest(after: digestBefore(number), head: chunkHead, body: body) != digest { return nil }
        return chunkHead + body + digest.bytes
    }

    /// The body of a chunk of the file; nil when it is not that of this piece.
    package func body(_ number: Int, ofChunk bytes: [UInt8]) -> [UInt8]? {
        guard bytes.count >= CheckpointFormat.chunkHeadBytes + Hash.size else { return nil }
        let body = Array(bytes[CheckpointFormat.chunkHeadBytes..<bytes.count - Hash.size])
        return chunk(number, body: body) == bytes ? body : nil
    }

    private func digestBefore(_ number: Int) -> Hash {
        if number > 0 { return pieces[number - 1].digest }
        let subject = head.subject.protobuf
        return CheckpointFormat.digest(
            after: SHA256.hash(CheckpointFormat.front), head: CheckpointFormat.chunkHead(.head, subject.count),
            body: subject)
    }
}

extension CheckpointOutline: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, head.subject)
        writer.message(2, head.commits)
        var list: [UInt8] = []
        list.reserveCapacity(36 * pieces.count)
        for piece in pieces { list += CheckpointFormat.record(length: piece.length, digest: piece.digest) }
        writer.bytes(3, list)
        writer.message(4, end)
    }

    /// Refuses what `encode` does not write, other forms of the same included.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var messages = [EmbeddedMessage](repeating: EmbeddedMessage(), count: 3)
        var list: [UInt8] = []
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &messages[0])
            case 2: try reader.merge(field, into: &messages[1])
            case 3: list = try reader.bytes(field)
            case 4: try reader.merge(field, into: &messages[2])
            default: throw .invalid("a field \(field.number) that this format does not have")
            }
        }
        let size = 4 + Hash.size
        if list.count % size != 0 { throw .invalid("a list of digests that is cut off") }
        var pieces: [Piece] = []
        pieces.reserveCapacity(list.count / size)
        for start in stride(from: 0, to: list.count, by: size) {
            guard let digest = Hash(Array(list[start + 4..<start + size])) else { throw .invalid("a digest") }
            pieces.append(Piece(length: CheckpointFormat.number(list[start..<start + 4]), digest: digest))
        }
        do {
            try self.init(
                head: CheckpointHead(
                    try messages[0].decode(CheckpointSubject.self), try messages[1].decode(CheckpointCommits.self)),
                pieces: pieces, end: try messages[2].decode(CheckpointEnd.self))
        } catch let error as DecodingError {
            throw error
        } catch {
            throw .invalid("\(error)")
        }
        if protobuf != source.remainingBytes { throw .invalid("it is not in its one form") }
    }
}
