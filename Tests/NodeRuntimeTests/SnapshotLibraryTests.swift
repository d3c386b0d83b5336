import Chain
import CheckpointFixtures
import Checkpoints
import Cryptography
import Files
import Foundation
import Logging
import PeerMessages
import TestFolders
import Testing

@testable import NodeRuntime

@Suite("Checkpoints that peers can have")
struct SnapshotLibraryTests {
    private let temporary = try? TemporaryFolder()
    private var folder: CheckpointFolder { CheckpointFolder(temporary?.path("checkpoints") ?? "") }

    /// A checkpoint in its place.
    private func put(_ chain: SignedChain, height: Height? = nil) throws -> (offer: SnapshotOffer, path: String) {
        let (bytes, _) = try chain.checkpoint()
        let outline = try chain.outline()
        let height = height ?? outline.head.height
        try folder.write(height) { try $0.append(bytes) }
        return (try #require(outline.offer), folder.path(of: height))
    }

    private func library(_ genesisHash: Hash = SHA256.hash([1])) -> SnapshotLibrary {
        SnapshotLibrary(folder, genesisHash: genesisHash, log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    private func request(_ offer: SnapshotOffer, _ index: UInt32) -> ChunkRequest {
        ChunkRequest(height: offer.height, format: SnapshotFormat.number, index: index)
    }

    @Test("Each piece of each checkpoint is given; what is not there is missing")
    func pieces() throws {
        var library = library()
        #expect(library.offers().isEmpty, "there is no folder")
        let chain = try SignedChain.large()
        let (offer, _) = try put(chain)
        // Nothing is read of what was not looked for.
        #expect(library.piece(request(offer, 0)) == nil)
        #expect(library.offers() == [offer])
        for (index, piece) in try chain.pieces().enumerated() {
            #expect(library.piece(request(offer, UInt32(index))) == piece)
        }
        for index: UInt32 in [5, 6, .max] { #expect(library.piece(request(offer, index)) == nil) }
        for height: UInt64 in [0, 1, 3, 1 << 63, .max] {
            #expect(library.piece(ChunkRequest(height: height, format: SnapshotFormat.number, index: 0)) == nil)
        }
        for format: UInt32 in [0, 1, 2, .max] {
            #expect(library.piece(ChunkRequest(height: offer.height, format: format, index: 0)) == nil)
        }
    }

    @Test("A file that is removed, replaced, cut off or changed while it is served gives no false piece")
    func damage() throws {
        let chain = try SignedChain.large()
        let piece = try chain.pieces()[2]
        let (offer, path) = try put(chain)
        let bytes = try Data(contentsOf: URL(filePath: path))
        for damage in 0..<5 {
            var library = library()
            try bytes.write(to: URL(filePath: path))
            #expect(library.offers() == [offer])
            #expect(library.piece(request(offer, 2)) == piece)
            var changed = bytes
            switch damage {
            case 0: try FileManager.default.removeItem(atPath: path)
            case 1: try bytes.prefix(1_100_000).write(to: URL(filePath: path))
            case 2:
                changed[1_500_000] ^= 1
                try changed.write(to: URL(filePath: path))
            case 3: _ = try put(SignedChain.sample(20))
            default: try Data().write(to: URL(filePath: path))
            }
            #expect(library.piece(request(offer, 2)) == nil, "\(damage)")
            // What is offered next is what is there.
            #expect(library.offers().contains(offer) == (damage == 2), "\(damage)")
        }
    }

    @Test("The ten highest are offered; not what is none, of another genesis, or not finished")
    func offered() throws {
        let chain = try SignedChain.sample(20)
        let (offer, path) = try put(chain)
        var other = library(SHA256.hash([2]))
        #expect(other.offers().isEmpty)
        try Data([1, 2, 3]).write(to: URL(filePath: folder.path(of: 7)))
        try Data([1, 2, 3]).write(to: URL(filePath: path + ".tmp"))
        try Data([1, 2, 3]).write(to: URL(filePath: path + "-\(offer.hash).part"))
        var library = library()
        #expect(library.offers() == [offer])
        for height in 100..<109 as Range<Int64> { _ = try put(chain, height: Height(height)) }
        _ = library.offers()
        #expect(library.offers().count == 9, "the one that is none is among the ten highest")
        #expect(try folder.heights().count == 11)
    }
}

@Suite("Checkpoints that are there in part")
struct PartialCheckpointTests {
    private let temporary = try? TemporaryFolder()
    private var folder: CheckpointFolder { CheckpointFolder(temporary?.path("checkpoints") ?? "") }

    @Test("Pieces that were written are there again, in whatever order; then the file is the checkpoint, byte by byte")
    func resumed() throws {
        let chain = try SignedChain.large()
        let outline = try chain.outline(), target = folder.path(of: outline.head.height)
        let pieces = try chain.pieces()
        func chunk(_ number: Int) throws -> [UInt8] {
            try #require(outline.chunk(number, body: pieces[number + 1]))
        }
        do {
            let partial = try PartialCheckpoint(outline, in: folder, target: target)
            #expect(partial.pieces.isEmpty)
            try partial.write(3, chunk: chunk(3))
            try partial.write(0, chunk: chunk(0))
        }
        #expect(try folder.partials() == [outline.hash] && folder.heights().isEmpty)
        // One of them is not what was written.
        let path = folder.partialPath(outline)
        let file = try OpenFile(path, for: .updating)
        try file.write([0xFF], at: outline.places()[0] + 700)
        let partial = try PartialCheckpoint(outline, in: folder, target: target)
        #expect(partial.pieces == [3])
        for number in 0..<3 { try partial.write(number, chunk: chunk(number)) }
        let summary = try partial.complete()
        #expect(summary.path == target && summary.contents?.hash == outline.hash)
        #expect(try Array(Data(contentsOf: URL(filePath: target))) == chain.checkpoint().bytes)
        #expect(try folder.partials().isEmpty && folder.heights() == [outline.head.height])
    }

    @Test("Another peer's signatures do not move the pieces; a beginning that is none is made anew")
    func signatures() throws {
        let chain = try SignedChain.large()
        let outline = try chain.outline(), target = folder.path(of: outline.head.height)
        let commits = outline.head.commits
        let fewer = try outline.with(
            CheckpointCommits(
                commit: commits.commit,
                nextCommit: Commit(
                    height: commits.nextCommit.height, round: 0, blockID: commits.nextCommit.blockID,
                    signatures: commits.nextCommit.signatures.enumerated().map { $0.offset > 0 ? $0.element : .absent })
            ))
        let chunk = try #require(outline.chunk(1, body: try chain.pieces()[2]))
        do {
            let partial = try PartialCheckpoint(fewer, in: folder, target: target)
            try partial.write(1, chunk: chunk)
        }
        do {
            let partial = try PartialCheckpoint(outline, in: folder, target: target)
            #expect(partial.pieces == [1])
        }
        let file = try OpenFile(folder.partialPath(outline), for: .updating)
        try file.write([0xFF], at: 40)
        let partial = try PartialCheckpoint(outline, in: folder, target: target)
        #expect(partial.pieces.isEmpty)
    }

    @Test("Two do not fetch the same; what is not whole is no checkpoint")
    func lock() throws {
        let outline = try SignedChain.large().outline()
        let partial = try PartialCheckpoint(outline, in: folder, target: folder.path(of: 2))
        #expect(throws: NodeError.self) {
            _ = try PartialCheckpoint(outline, in: folder, target: folder.path(of: 2))
        }
        do {
            _ = try partial.complete()
            Issue.record("it was taken")
        } catch {
            #expect(error is CheckpointFileError, "\(error)")
        }
        #expect(try folder.heights().isEmpty)
    }
}
