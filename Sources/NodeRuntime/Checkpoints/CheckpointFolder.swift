package import Chain
package import Files

/// The checkpoints in a folder, each a file named after its height.
package struct CheckpointFolder: Hashable, Sendable {
    static let prefix = "checkpoint-"
    private static let suffix = ".daon"
    /// What is being written is not a checkpoint yet; a stop in between leaves it, and the next one of that height replaces it.
    private static let temporarySuffix = ".tmp"

    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    /// Where the checkpoint of a height is, or would be.
    package func path(of height: Height) -> String {
        let digits = String(height.rawValue)
        let zeros = String(repeating: "0", count: max(0, 12 - digits.count))
        return Path.inside(path, "\(CheckpointFolder.prefix)\(zeros)\(digits)\(CheckpointFolder.suffix)")
    }

    /// Heights of the checkpoints that are there, from the lowest.
    package func heights() throws(FileError) -> [Height] {
        if try Folder.entry(at: path) == .absent { return [] }
        return try Folder.names(in: path).compactMap(CheckpointFolder.height).sorted()
    }

    /// The height in a file's name; nil for other files.
    private static func height(_ name: String) -> Height? {
        guard name.hasPrefix(prefix), name.hasSuffix(suffix) else { return nil }
        return Int64(name.dropFirst(prefix.count).dropLast(suffix.count)).map { Height($0) }
    }

    /// Removes all but the highest ones, and what was not finished.
    ///
    /// - Parameter count: How many stay, at least 1.
    /// - Returns: Heights of those that went.
    package func removeAll(butLast count: Int) throws(FileError) -> [Height] {
        let heights = Array(try heights().dropLast(max(1, count)))
        for height in heights { try Folder.removeAll(path(of: height)) }
        for name in try Folder.names(in: path)
        where name.hasPrefix(CheckpointFolder.prefix) && name.hasSuffix(CheckpointFolder.temporarySuffix) {
            try Folder.removeAll(Path.inside(path, name))
        }
        return heights
    }

    /// Writes a file piece by piece. It has its name only when all is written and durable.
    func write(_ height: Height, _ body: (CheckpointSink) throws -> Void) throws {
        try Folder.createAll(path)
        let target = path(of: height)
        let temporary = target + CheckpointFolder.temporarySuffix
        try Folder.removeAll(temporary)
        do {
            let sink = try CheckpointSink(temporary)
            try body(sink)
            try sink.synchronize()
            try Folder.move(temporary, to: target)
        } catch {
            try? Folder.removeAll(temporary)  // the error that matters is the first one
            throw error
        }
        try Folder.synchronize(path)
    }
}

/// A file that is being written.
final class CheckpointSink {
    private let file: OpenFile
    /// Bytes so far.
    private(set) var count = 0

    init(_ path: String) throws(FileError) {
        file = try OpenFile(path, for: .creating(mode: 0o600))
    }

    func append(_ bytes: [UInt8]) throws(FileError) {
        if bytes.isEmpty { return }
        try file.append(bytes)
        count += bytes.count
    }

    func synchronize() throws(FileError) { try file.synchronize() }
}
