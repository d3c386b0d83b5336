import Glibc

/// Files that are either as they were or as they should be, also after a power cut.
package enum DurableFile {
    /// Puts a file with this content in the place of what is there, if anything: a temporary file beside it is written
    /// and synchronized, then renamed, then the folder is synchronized.
    ///
    /// Only one process may do this with a path at a time.
    package static func replace(_ path: String, with content: [UInt8], mode: UInt32) throws(FileError) {
        let temporary = path + ".tmp"
        // What an interrupted attempt may have left.
        if unlink(temporary) != 0 && errno != ENOENT {
            throw FileError(temporary, cannot: "remove", code: errno)
        }
        try create(temporary, with: content, mode: mode)
        if rename(temporary, path) != 0 {
            let code = errno
            _ = unlink(temporary)  // the error that matters is the first one
            throw FileError(path, cannot: "replace", code: code)
        }
        try Folder.synchronize(Path.folder(of: path))
    }

    /// Makes a file with this content and synchronizes it, but not the folder that holds it.
    package static func create(_ path: String, with content: [UInt8], mode: UInt32) throws(FileError) {
        let file = try OpenFile(path, for: .creating(mode: mode))
        try file.append(content)
        try file.synchronize()
    }
}
