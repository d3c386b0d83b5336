import CLMDB
import Glibc

/// Why the chain store cannot be read or written.
package enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The system, or LMDB, refused an operation.
    case failed(operation: String, path: String, code: Int32)
    /// There is no room left. What was committed before is untouched.
    case full(path: String, code: Int32)
    /// A value is not what was written.
    case corrupted(path: String, key: String, reason: String)
    /// Another version of the software has made the store.
    case otherSchema(path: String, schema: String, known: String)
    /// The file is no chain store.
    case foreign(path: String, reason: String)
    /// A snapshot was held for longer than it may be.
    case readTooLong(path: String)
    /// More snapshots are open than there are places for.
    case tooManyReaders(path: String)

    package var description: String {
        switch self {
        case .failed(let operation, let path, let code):
            "\(operation) \(path): \(String(cString: mdb_strerror(code)))"
        case .full(let path, let code):
            "no room for the chain in \(path), nothing is lost: free some room and start again "
                + "(\(String(cString: mdb_strerror(code))))"
        case .corrupted(let path, let key, let reason):
            "\(path) is damaged: \(key): \(reason). Put back a good copy, or remove the folder and fetch the chain "
                + "from its peers again"
        case .otherSchema(let path, let schema, let known):
            "\(path) has schema \(schema), which another version of daon-node has made; this one knows \(known). Start that "
                + "version, or remove the folder and fetch the chain from its peers again"
        case .foreign(let path, let reason):
            "\(path) is no chain store: \(reason)"
        case .readTooLong(let path):
            "a snapshot of \(path) was held for more than a second"
        case .tooManyReaders(let path):
            "too many snapshots of \(path) are open"
        }
    }

    /// The error that a call of LMDB's has returned.
    init(_ operation: String, _ path: String, code: Int32) {
        switch code {
        // EFBIG: the limit on a file's size (`ulimit -f`).
        case MDB_MAP_FULL, ENOSPC, EDQUOT, EFBIG: self = .full(path: path, code: code)
        case MDB_READERS_FULL: self = .tooManyReaders(path: path)
        case MDB_CORRUPTED, MDB_PAGE_NOTFOUND:
            self = .corrupted(path: path, key: "the tree", reason: String(cString: mdb_strerror(code)))
        case MDB_INVALID, MDB_VERSION_MISMATCH:
            self = .foreign(path: path, reason: String(cString: mdb_strerror(code)))
        default: self = .failed(operation: operation, path: path, code: code)
        }
    }
}

extension StoreError {
    init(_ error: FileError) {
        self =
            error.isDiskFull
            ? .full(path: error.path, code: error.code)
            : .failed(operation: error.operation, path: error.path, code: error.code)
    }
}
