import Chain
import Checkpoints
package import Cryptography
package import Files
import Wire

/// A checkpoint that is being fetched: the file as it will be, with holes. What is there of it outlives a stop, and is verified
/// again before it counts.
///
/// To be used from one thread.
struct PartialCheckpoint: ~Copyable {
    private let outline: CheckpointOutline
    private let places: [Int]
    private let file: OpenFile
    private let target: String
    /// Pieces that are there.
    let pieces: Set<Int>

    /// Opens what there is, or makes room.
    ///
    /// - Parameters:
    ///   - folder: Where it grows: in the file system of `target`.
    ///   - target: Its path when it is whole.
    /// - Throws: also when another process fetches the same.
    init(_ outline: CheckpointOutline, in folder: CheckpointFolder, target: String) throws {
        try Folder.createAll(folder.path)
        let path = folder.partialPath(outline)
        var isNew = try Folder.entry(at: path) == .absent
        var file = try OpenFile(path, for: isNew ? .creating(mode: 0o600) : .updating)
        if try !file.lock() { throw NodeError.noCheckpoint("\(path) is being fetched by another process") }
        // The signatures that are in the file say where in it the pieces stand.
        var own = outline
        if !isNew, let commits = try outline.commits(inFile: { try file.bytes(at: $0, count: $1) }),
            let begun = try? outline.with(commits), (try? begun.head.verify()) != nil
        {
            own = begun
        } else {
            if !isNew {
                try Folder.removeAll(path)
                file = try OpenFile(path, for: .creating(mode: 0o600))
                if try !file.lock() { throw NodeError.noCheckpoint("\(path) is being fetched by another process") }
            }
            isNew = true
            try file.write(outline.beginning, at: 0)
        }
        let places = own.places()
        var pieces: Set<Int> = []
        if !isNew {
            for number in places.indices {
                // A hole is zeros.
                guard try file.bytes(at: places[number], count: 1).first ?? 0 != 0 else { continue }
                let chunk = try file.bytes(
                    at: places[number], count: CheckpointOutline.chunkBytes(own.pieces[number]))
                if own.body(number, ofChunk: chunk) != nil { pieces.insert(number) }
            }
        }
        self.outline = own
        self.places = places
        self.file = file
        self.target = target
        self.pieces = pieces
    }

    /// Writes a piece.
    ///
    /// - Parameter chunk: As the outline makes it.
    func write(_ number: Int, chunk: [UInt8]) throws {
        guard places.indices.contains(number) else { return }
        try file.write(chunk, at: places[number])
    }

    /// Verifies all of it, and puts it in its place.
    ///
    /// - Throws: `CheckpointFileError` when it is no checkpoint.
    consuming func complete() throws -> CheckpointSummary {
        try file.write(outline.ending, at: outline.byteCount - outline.ending.count)
        try file.synchronize()
        let summary = try CheckpointFile.read(file.path)
        try Folder.move(file.path, to: target)
        try Folder.synchronize(Path.folder(of: target))
        return summary.at(target)
    }
}

extension CheckpointFolder {
    private static let partialSuffix = ".part"

    /// Where a checkpoint grows that is fetched.
    func partialPath(_ outline: CheckpointOutline) -> String {
        path(of: outline.head.height) + "-\(outline.hash)" + CheckpointFolder.partialSuffix
    }

    /// The hashes of checkpoints that are there in part, from the highest.
    package func partials() throws(FileError) -> [Hash] {
        if try Folder.entry(at: path) == .absent { return [] }
        return try Folder.names(in: path).filter(CheckpointFolder.isPartial).reversed().compactMap { name in
            let digits = name.dropLast(CheckpointFolder.partialSuffix.count).suffix(2 * Hash.size)
            return Hex.decode(String(digits)).flatMap { Hash($0) }
        }
    }

    /// Removes what is there in part.
    func removePartials() throws(FileError) {
        for name in try Folder.names(in: path).filter(CheckpointFolder.isPartial) {
            try Folder.removeAll(Path.inside(path, name))
        }
    }

    private static func isPartial(_ name: String) -> Bool {
        name.hasPrefix(prefix) && name.hasSuffix(partialSuffix)
    }
}
