import ABCI
import Synchronization

/// What the registry has staged, in memory: the benchmark is about the registry, not about disks.
final class MemoryState: StateReader {
    private let entries: Mutex<[[UInt8]: [UInt8]]> = Mutex([:])

    func value(of key: [UInt8]) throws(ApplicationError) -> [UInt8]? { entries.withLock { $0[key] } }

    func apply(_ changes: [StagedChange]) {
        entries.withLock { entries in
            for change in changes { entries[change.key] = change.value }
        }
    }

    /// Bytes of all keys and values.
    var size: Int { entries.withLock { $0.reduce(0) { $0 + $1.key.count + $1.value.count } } }
}
