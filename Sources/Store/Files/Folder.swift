import Glibc

/// A folder whose files must survive a power cut.
package struct Folder: Sendable {
    package let path: String

    /// Makes the folder, readable by its owner alone, if there is none, and makes its name durable.
    package init(creating path: String) throws(FileError) {
        self.path = path
        if mkdir(path, 0o700) != 0 && errno != EEXIST { throw FileError("make folder", path) }
        // Also when it was there: whoever made it may have been stopped before this line.
        try Folder.sync(Folder.parent(of: path))
    }

    /// The path of a file in it.
    package func path(of name: String) -> String { "\(path)/\(name)" }

    /// The names of its files, in order.
    func names() throws(FileError) -> [String] {
        guard let handle = opendir(path) else { throw FileError("list", path) }
        defer { _ = closedir(handle) }  // reading is done: nothing can be lost
        var names: [String] = []
        errno = 0
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: tuple.pointee)) {
                    String(cString: $0)
                }
            }
            if name != "." && name != ".." { names.append(name) }
            errno = 0
        }
        if errno != 0 { throw FileError("list", path) }
        return names.sorted()
    }

    func rename(_ name: String, to newName: String) throws(FileError) {
        if Glibc.rename(path(of: name), path(of: newName)) != 0 { throw FileError("rename", path(of: name)) }
    }

    func remove(_ name: String) throws(FileError) {
        if unlink(path(of: name)) != 0 { throw FileError("remove", path(of: name)) }
    }

    /// Makes the names in the folder durable.
    func sync() throws(FileError) {
        try Folder.sync(path)
    }

    static func sync(_ path: String) throws(FileError) {
        try FileDescriptor(opening: path, O_RDONLY | O_DIRECTORY).sync()
    }

    /// Whether its disk has no room left that is worth the name.
    static func isFull(_ path: String) -> Bool {
        var status = statvfs()
        return statvfs(path, &status) == 0 && status.f_bavail * status.f_frsize < 1 << 20
    }

    /// The folder that holds this path.
    private static func parent(of path: String) -> String {
        let parts = path.split(separator: "/", omittingEmptySubsequences: true)
        let parent = parts.dropLast().joined(separator: "/")
        if path.hasPrefix("/") { return "/" + parent }
        return parent.isEmpty ? "." : parent
    }
}
