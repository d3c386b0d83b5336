import ABCI
import Synchronization

/// What an application's blocks have left on a disk. Reading it is all that a process may do.
final class StoredEntries: StateReader {
    private let entries: Mutex<[[UInt8]: [UInt8]]> = Mutex([:])

    func value(of key: [UInt8]) throws(ApplicationError) -> [UInt8]? { entries.withLock { $0[key] } }

    func apply(_ changes: [StagedChange]) {
        entries.withLock { entries in
            for change in changes { entries[change.key] = change.value }
        }
    }

    /// As many, in another place.
    var copied: StoredEntries {
        let other = StoredEntries()
        let all = entries.withLock { $0 }
        other.entries.withLock { $0 = all }
        return other
    }

    /// All of them, in the order of their keys.
    var sorted: [(key: [UInt8], value: [UInt8])] {
        entries.withLock { $0 }.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map { ($0.key, $0.value) }
    }
}
