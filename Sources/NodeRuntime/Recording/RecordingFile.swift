import Files
import Glibc
import Synchronization

/// The file of a recording. It is not synced: it is for looking at what happened, and nothing rests on it.
final class RecordingFile: Sendable {
    /// What is left to the node on a disk: the log's files have 16 MiB each and the store grows with its blocks, so a
    /// recording ends long before they have no room.
    static let freeBytesMinimum: UInt64 = 256 << 20
    /// Bytes written between two looks at the room.
    private static let lookBytes = 8 << 20

    private let file: OpenFile
    private let freeBytesMinimum: UInt64
    /// Bytes written since the last look.
    private let unlooked = Mutex(RecordingFile.lookBytes)

    /// Makes the file, for its owner alone.
    ///
    /// - Throws: when there is one already, among others.
    init(_ path: String, freeBytesMinimum: UInt64 = RecordingFile.freeBytesMinimum) throws(FileError) {
        self.freeBytesMinimum = freeBytesMinimum
        do {
            file = try OpenFile(path, for: .creating(mode: 0o600))
        } catch  where error.code == EEXIST {
            throw RecordingFile.exists(path)
        }
    }

    /// Refuses a path where something is, before a node takes up its chain.
    static func check(_ path: String) throws(FileError) {
        if try Folder.entry(at: path) != .absent { throw exists(path) }
    }

    private static func exists(_ path: String) -> FileError {
        FileError(
            path, "exists already, and a recording takes no file's place",
            remedy: "give --record another name, or remove it")
    }

    /// Writes behind what was written before.
    func append(_ bytes: [UInt8]) throws {
        let looks = unlooked.withLock { count in
            count += bytes.count
            if count < RecordingFile.lookBytes { return false }
            count = 0
            return true
        }
        if looks, let free = freeBytes, free < freeBytesMinimum {
            throw FileError(file.path, "less than \(freeBytesMinimum >> 20) MiB are free on its disk")
        }
        try file.append(bytes)
    }

    /// Room on the disk; nil when the system does not say.
    private var freeBytes: UInt64? {
        var status = statvfs()
        if statvfs(file.path, &status) != 0 { return nil }
        return UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue
    }
}
