import Chain
package import Checkpoints
import Files
package import MerkleMap

/// A checkpoint on a disk, read from its beginning to its end.
package enum CheckpointFile {
    /// Bytes read at a time.
    private static let readBytes = 1 << 20

    /// Reads all of a file.
    ///
    /// - Parameters:
    ///   - began: Told of the head, once that is verified.
    ///   - take: Told of entries, once their chunk is; that they are the chain's state is known only at the end.
    /// - Returns: What it is of, when all of it is verified.
    /// - Throws: `CheckpointFileError` with the file's name, or what the closures throw.
    package static func read(
        _ path: String, began: (CheckpointHead) throws -> Void = { _ in }, take: ([MapEntry]) throws -> Void = { _ in }
    ) throws -> CheckpointSummary {
        let file = try OpenFile(path, for: .reading)
        var decoder = CheckpointDecoder()
        var head: CheckpointHead?
        var count: UInt64 = 0
        var bytes = 0
        while true {
            let next = try file.next(atMost: readBytes)
            bytes += next.count
            decoder.add(next)
            do {
                if next.isEmpty { try decoder.finish() }
                while let piece = try decoder.next() {
                    switch piece {
                    case .head(let found):
                        head = found
                        try began(found)
                    case .entries(let entries): try take(entries)
                    case .end(let end): count = end.entries
                    }
                }
            } catch let error as CheckpointError {
                throw CheckpointFileError(path: path, error: error)
            }
            if next.isEmpty { break }
        }
        guard let head else { throw CheckpointFileError(path: path, error: .truncated(chunk: 0)) }
        return CheckpointSummary(head, path: path, bytes: bytes, contents: (count, decoder.hash))
    }

    /// Reads only as much as tells what it is of.
    package static func look(_ path: String) throws -> CheckpointSummary {
        let file = try OpenFile(path, for: .reading)
        let bytes = try file.size()
        var decoder = CheckpointDecoder()
        do {
            while true {
                let next = try file.next(atMost: readBytes)
                decoder.add(next)
                if next.isEmpty { try decoder.finish() }
                if case .head(let head)? = try decoder.next() {
                    return CheckpointSummary(head, path: path, bytes: bytes, contents: nil)
                }
                if next.isEmpty { throw CheckpointError.truncated(chunk: 0) }
            }
        } catch let error as CheckpointError {
            throw CheckpointFileError(path: path, error: error)
        }
    }
}

/// Why a file is not used as a checkpoint.
package struct CheckpointFileError: Error, Hashable, Sendable, CustomStringConvertible {
    package let path: String
    package let error: CheckpointError

    package var description: String { "\(path) is not used: \(error)" }
}
