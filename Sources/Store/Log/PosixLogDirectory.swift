import Glibc

/// The log's folder on a real disk.
package struct PosixLogDirectory: LogDirectory {
    private let folder: Folder

    /// Makes the folder if there is none.
    package init(_ path: String) throws(FileError) {
        folder = try Folder(creating: path)
    }

    package var path: String { folder.path }

    package func names() throws(FileError) -> [String] { try folder.names() }

    package func create(_ name: String, size: Int) throws(FileError) -> PosixLogFile {
        let descriptor = try FileDescriptor(opening: folder.path(of: name), O_RDWR | O_CREAT | O_TRUNC)
        try descriptor.reserve(size)
        return PosixLogFile(descriptor)
    }

    package func open(_ name: String) throws(FileError) -> PosixLogFile {
        PosixLogFile(try FileDescriptor(opening: folder.path(of: name), O_RDWR))
    }

    package func rename(_ name: String, to newName: String) throws(FileError) {
        try folder.rename(name, to: newName)
    }

    package func remove(_ name: String) throws(FileError) { try folder.remove(name) }

    package func sync(_ purpose: LogSync) throws(FileError) { try folder.sync() }
}

/// A file of the log on a real disk.
package final class PosixLogFile: LogFile, Sendable {
    private let descriptor: FileDescriptor

    init(_ descriptor: consuming FileDescriptor) {
        self.descriptor = descriptor
    }

    package func size() throws(FileError) -> Int { try descriptor.size() }

    package func read(at offset: Int, count: Int) throws(FileError) -> [UInt8] {
        try descriptor.read(at: offset, count: count)
    }

    package func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(FileError) {
        try descriptor.write(bytes, at: offset)
    }

    /// The room stays reserved: a full disk must not be found when a record is written.
    package func clear(from offset: Int) throws(FileError) {
        let size = try descriptor.size()
        try descriptor.cut(at: offset)
        try descriptor.reserve(size)
    }

    package func sync(_ purpose: LogSync) throws(FileError) {
        switch purpose {
        // Of the rest, all that is needed to read the contents again becomes durable with them.
        case .records: try descriptor.syncData()
        case .found, .cut, .header, .added: try descriptor.sync()
        }
    }
}
