import Chain
import Consensus
import Store

/// Reads of stored blocks, on a thread of their own: no write waits for them, nor they for one.
final class ReadingLane: Sendable {
    private let heights = WorkQueue<Height>()
    private let worker: Worker

    /// - Parameters:
    ///   - answer: Told of each block; nil for one that is not stored.
    ///   - fail: Ends the process when the store cannot be read.
    init(
        _ store: ChainStore, answer: @escaping @Sendable (StoredBlock?, Height) -> Void,
        fail: @escaping @Sendable (any Error) -> Void
    ) {
        let heights = heights
        worker = Worker(name: "reading") {
            while let batch = heights.takeAll() {
                for height in batch {
                    do {
                        answer(try store.read { try ReadingLane.block(height, $0) }, height)
                    } catch {
                        fail(error)
                    }
                }
            }
        }
    }

    func load(_ height: Height) {
        heights.add(height)
    }

    func close() {
        heights.close()
    }

    /// The block in the parts it was decided in.
    private static func block(_ height: Height, _ snapshot: ChainSnapshot) throws -> StoredBlock? {
        guard let meta = try snapshot.blockMeta(at: height) else { return nil }
        var parts = PartSet(header: meta.blockID.partSetHeader)
        for index in 0..<meta.blockID.partSetHeader.total {
            guard let part = try snapshot.part(index, ofBlockAt: height) else { return nil }
            _ = try parts.add(part)  // each is new
        }
        let extended = try snapshot.extendedCommit(at: height)
        guard
            let commit = try extended ?? snapshot.seenCommit(at: height).map(ExtendedCommit.init(wrapping:))
                ?? snapshot.commit(at: height).map(ExtendedCommit.init(wrapping:))
        else { return nil }
        return StoredBlock(height: height, parts: parts, commit: commit)
    }
}
