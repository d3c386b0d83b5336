import Glibc

/// The folder of a node's own data, held by one process at a time.
///
/// The lock is the system's (`flock`): it goes with the process however that ends, so no stale lock has to be removed.
package final class DataFolder: Sendable {
    package let folder: Folder
    private let lock: FileDescriptor

    /// Makes the folder if there is none and takes its lock.
    package init(_ path: String) throws(DataFolderError) {
        do {
            folder = try Folder(creating: path)
            lock = try FileDescriptor(opening: folder.path(of: ".lock"), O_RDWR | O_CREAT)
            if try !lock.lock() {
                let text = String(decoding: try lock.read(at: 0, count: 20), as: UTF8.self)
                throw DataFolderError.inUse(path: path, process: text.split(separator: "\n").first.flatMap { Int($0) })
            }
            try lock.cut(at: 0)
            try lock.write(Array("\(getpid())\n".utf8)[...], at: 0)
        } catch let error as DataFolderError {
            throw error
        } catch let error as FileError {
            throw .failed(error)
        } catch {
            throw .failed(FileError("open", path))
        }
    }

    package var path: String { folder.path }
}

/// Why the data folder cannot be used.
package enum DataFolderError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Another process holds it; its number, when it has written it yet.
    case inUse(path: String, process: Int?)
    case failed(FileError)

    package var description: String {
        switch self {
        case .inUse(let path, let process):
            let holder = process.map { "process \($0)" } ?? "another process"
            return "\(path) is in use by \(holder): stop it first, or choose another --home"
        case .failed(let error): return "\(error)"
        }
    }
}
