import Chain
import CheckpointFixtures
import Cryptography
import Execution
import PeerMessages
import Testing
import Wire

@testable import Checkpoints

@Suite("Checkpoints as snapshots")
struct SnapshotTests {
    @Test("An outline is read from a file, and tells of each chunk what it is and where it stands")
    func outline() throws {
        let chain = try SignedChain.large()
        let (bytes, hash) = try chain.checkpoint()
        let outline = try chain.outline(), pieces = try chain.pieces()
        #expect(outline.hash == hash && outline.byteCount == bytes.count && outline.pieces.count == 4)
        #expect(bytes.starts(with: outline.beginning) && bytes.suffix(outline.ending.count) == outline.ending[...])
        var file = outline.beginning
        for (number, place) in outline.places().enumerated() {
            #expect(place == file.count)
            let body = pieces[number + 1]
            file += try #require(outline.chunk(number, body: body))
            for wrong in [body.dropLast() + [body[0] ^ 1], body + [1], Array(body.dropLast()), []] {
                #expect(outline.chunk(number, body: wrong) == nil)
            }
            #expect(outline.chunk(number + 1, body: body) == nil && outline.chunk(-1, body: body) == nil)
        }
        #expect(file + outline.ending == bytes)
    }

    @Test("A file that is cut off or changed has no outline, or another hash, or pieces that are noticed")
    func damagedFiles() throws {
        let chain = try SignedChain.sample(20)
        let (bytes, hash) = try chain.checkpoint()
        func read(_ bytes: [UInt8]) throws -> CheckpointOutline {
            try CheckpointOutline(fileOf: bytes.count) { place, count in Array(bytes.dropFirst(place).prefix(count)) }
        }
        let outline = try read(bytes)
        for count in bytes.indices {
            #expect(throws: (any Error).self, "\(count) bytes") { try read(Array(bytes[..<count])) }
        }
        #expect(throws: CheckpointError.self) { try read(bytes + [0]) }
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 0x10
            guard let found = try? read(changed), found.hash == hash else { continue }
            // The commits, the entries and the digests that the outline does not need are found wrong when they are used.
            let isPiece = outline.places().enumerated().contains { number, start in
                let chunk = Array(changed[start..<start + CheckpointOutline.chunkBytes(outline.pieces[number])])
                return outline.body(number, ofChunk: chunk) == nil
            }
            let isBeginning = Array(changed.prefix(outline.beginning.count)) != outline.beginning
            let isEnding = Array(changed.suffix(outline.ending.count)) != outline.ending
            #expect(isPiece || isBeginning || isEnding, "byte \(place)")
        }
    }

    @Test("The outline's form is read again, cut off anywhere it is refused, and so is one that is changed")
    func outlineForm() throws {
        let outline = try SignedChain.sample(20).outline()
        let bytes = outline.protobuf
        #expect(try CheckpointOutline(protobuf: bytes) == outline)
        for count in bytes.indices {
            #expect(throws: DecodingError.self) { try CheckpointOutline(protobuf: Array(bytes[..<count])) }
        }
        for place in bytes.indices {
            var changed = bytes
            changed[place] ^= 1
            guard let read = try? CheckpointOutline(protobuf: changed) else { continue }
            // What has the same hash may differ in the signatures only.
            #expect(read.hash != outline.hash || read.head.subject == outline.head.subject, "byte \(place)")
            #expect(read.hash != outline.hash || read.pieces == outline.pieces, "byte \(place)")
        }
        #expect(throws: DecodingError.self) { try CheckpointOutline(protobuf: bytes + bytes) }
    }

    @Test("A file that was begun tells by which signatures its pieces stand where they stand")
    func begun() throws {
        let chain = try SignedChain.sample(20)
        let outline = try chain.outline()
        let head = outline.head
        let fewer = Commit(
            height: head.nextCommit.height, round: 0, blockID: head.nextCommit.blockID,
            signatures: head.nextCommit.signatures.enumerated().map { $0.offset > 0 ? $0.element : .absent })
        let other = try outline.with(CheckpointCommits(commit: head.commit, nextCommit: fewer))
        #expect(other.hash == outline.hash && other.places() != outline.places())
        func commits(_ bytes: [UInt8]) throws -> CheckpointCommits? {
            outline.commits { place, count in Array(bytes.dropFirst(place).prefix(count)) }
        }
        #expect(try commits(other.beginning) == other.head.commits)
        let beginning = other.beginning
        for count in beginning.indices { #expect(try commits(Array(beginning[..<count])) == nil) }
        for place in beginning.indices {
            var changed = beginning
            changed[place] ^= 1
            #expect(try commits(changed) == nil)
        }
    }

    @Test("An offer is read again; other formats are another application's, and what is none is refused")
    func offers() throws {
        let offer = try #require(try SignedChain.large().outline().offer)
        #expect(offer.chunks == 5 && offer.height == 2)
        let message = offer.message
        #expect(try SnapshotOffer.read(message) == offer)
        #expect(message.metadata.count <= SnapshotMetadata.bytesMaximum && message.format == 0x6461_6F02)
        try message.validate(chunksMaximum: SnapshotsResponse.chunksMaximum)
        func variant(
            format: UInt32? = nil, height: UInt64? = nil, hash: [UInt8]? = nil, metadata: [UInt8]? = nil
        ) -> SnapshotsResponse {
            SnapshotsResponse(
                height: height ?? message.height, format: format ?? message.format, chunks: message.chunks,
                hash: hash ?? message.hash, metadata: metadata ?? message.metadata)
        }
        for format: UInt32 in [0, 1, 2, 3] {
            #expect(try SnapshotOffer.read(variant(format: format, hash: [1])) == nil)
        }
        for wrong in [
            variant(height: .max), variant(hash: [1]), variant(metadata: []),
            variant(metadata: message.metadata + [0x20, 1]), variant(metadata: message.metadata + message.metadata),
        ] {
            #expect(throws: DecodingError.self) { try SnapshotOffer.read(wrong) }
        }
        for count in message.metadata.indices {
            #expect(throws: DecodingError.self) {
                try SnapshotOffer.read(variant(metadata: Array(message.metadata[..<count])))
            }
        }
    }
}
