/// What the log needs of a folder: so little that a simulated disk can stand in for it.
package protocol LogDirectory {
    associatedtype File: LogFile

    /// Where it is, for messages.
    var path: String { get }
    /// The names of the files, in any order.
    func names() throws(FileError) -> [String]
    /// Makes a file of `size` zeros, with room reserved for all of it.
    func create(_ name: String, size: Int) throws(FileError) -> File
    func open(_ name: String) throws(FileError) -> File
    func rename(_ name: String, to newName: String) throws(FileError)
    func remove(_ name: String) throws(FileError)
    /// Makes the names durable. What was renamed or removed before may be found either way until this returns.
    func sync(_ purpose: LogSync) throws(FileError)
}

/// A file of fixed size, closed with the value. Until `sync` returns, any part of what was written may be lost, in any order.
package protocol LogFile {
    /// Bytes in the file.
    func size() throws(FileError) -> Int
    /// Up to `count` bytes from `offset`, fewer only at the end of the file.
    func read(at offset: Int, count: Int) throws(FileError) -> [UInt8]
    func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(FileError)
    /// Replaces everything from `offset` to the end by zeros.
    func clear(from offset: Int) throws(FileError)
    /// Makes what was written and cleared durable.
    func sync(_ purpose: LogSync) throws(FileError)
}

/// The syncs of the log: each for one reason, and each missed by a test when it is left out.
package enum LogSync: Hashable, Sendable, CaseIterable {
    /// Of a file: the records appended before.
    case records
    /// Of a file: what a process before this one wrote and may not have synced.
    case found
    /// Of a file: the end of a torn tail.
    case cut
    /// Of a file: the room and the header of a log's first file, before it takes its name.
    case header
    /// Of the folder: a file that was made, by this process or by one before that may not have synced it.
    case added
}
