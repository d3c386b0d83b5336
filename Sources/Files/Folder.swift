import Glibc

/// Folders: made, listed, synchronized and removed.
package enum Folder {
    /// What may be at a path.
    package enum Entry: Hashable, Sendable {
        case absent
        case folder
        /// A file, or anything else that is no folder.
        case file
    }

    /// Only its owner may use a folder of ours (CometBFT `DefaultDirPerm`).
    package static let mode: UInt32 = 0o700

    /// What is at this path; links are followed.
    package static func entry(at path: String) throws(FileError) -> Entry {
        var status = stat()
        if stat(path, &status) != 0 {
            if errno == ENOENT || errno == ENOTDIR { return .absent }
            throw FileError(path, cannot: "look at it", code: errno)
        }
        return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
    }

    /// What tells the folder from every copy of it on this machine: its file system and its number there.
    package static func identity(of path: String) throws(FileError) -> String {
        var status = stat()
        if stat(path, &status) != 0 { throw FileError(path, cannot: "look at it", code: errno) }
        return "\(status.st_dev) \(status.st_ino)"
    }

    /// Makes one folder inside another that exists.
    package static func create(_ path: String) throws(FileError) {
        if mkdir(path, mode) != 0 { throw FileError(path, cannot: "make the folder", code: errno) }
    }

    /// Makes the folder and those around it, unless they exist. Durable when it returns.
    package static func createAll(_ path: String) throws(FileError) {
        switch try entry(at: path) {
        case .folder: return
        case .file: throw FileError(path, cannot: "make the folder", code: EEXIST)
        case .absent: break
        }
        let around = Path.folder(of: path)
        try createAll(around)
        if mkdir(path, mode) != 0 && errno != EEXIST {
            throw FileError(path, cannot: "make the folder", code: errno)
        }
        try synchronize(around)
    }

    /// Returns once the folder's list of names is on the disk.
    package static func synchronize(_ path: String) throws(FileError) {
        let folder = try OpenFile(path, for: .reading)
        try folder.synchronize()
    }

    /// The names in the folder, sorted.
    package static func names(in path: String) throws(FileError) -> [String] {
        guard let stream = opendir(path) else { throw FileError(path, cannot: "list the folder", code: errno) }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        if errno != 0 { throw FileError(path, cannot: "list the folder", code: errno) }
        return names.sorted()
    }

    /// Moves a folder or file within one file system. An empty folder may be in its place, anything else is an error
    /// or, for a file, replaced.
    package static func move(_ path: String, to target: String) throws(FileError) {
        if rename(path, target) != 0 { throw FileError(target, cannot: "move \(path) there", code: errno) }
    }

    /// Removes what is at this path, with all that is inside; nothing is an error but what remains. Links are removed,
    /// not followed.
    package static func removeAll(_ path: String) throws(FileError) {
        if unlink(path) == 0 || errno == ENOENT { return }
        // EISDIR on Linux, EPERM by POSIX: it is a folder.
        if errno != EISDIR && errno != EPERM { throw FileError(path, cannot: "remove", code: errno) }
        for name in try names(in: path) { try removeAll(Path.inside(path, name)) }
        if rmdir(path) != 0 && errno != ENOENT { throw FileError(path, cannot: "remove", code: errno) }
    }
}
