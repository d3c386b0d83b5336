import Glibc

/// An operation that the system refused, with the file it was about.
package struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was tried, as a verb: `open`, `write`, `sync`.
    package let operation: String
    package let path: String
    /// The system's error number.
    package let code: Int32

    package init(operation: String, path: String, code: Int32) {
        self.operation = operation
        self.path = path
        self.code = code
    }

    /// The error of the call that just failed.
    init(_ operation: String, _ path: String) {
        self.init(operation: operation, path: path, code: errno)
    }

    /// Whether the disk, or this user's share of it, is full.
    package var isDiskFull: Bool { code == ENOSPC || code == EDQUOT }

    package var description: String { "\(operation) \(path): \(String(cString: strerror(code)))" }
}
