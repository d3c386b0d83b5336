import ABCI
import MerkleMap
import Wire

/// The state as a block leaves it so far: what was committed, and what changed since.
///
/// Changes are gathered here and go into the map together: entries that every transaction touches, such as the
/// statistics, are hashed once a block. `checkpoint` and `rollBack` take back what a failed transaction did.
struct StateBuffer: Sendable {
    /// What was committed; it changes only in what it holds in memory.
    private(set) var base: MerkleMap
    private var changes: [ByteString: [UInt8]?] = [:]
    /// What each change since the checkpoint replaced: nil when the entry had not been changed.
    private var undo: [(key: ByteString, change: [UInt8]??)] = []

    init(_ base: MerkleMap) {
        self.base = base
    }

    mutating func value(of key: [UInt8]) throws(ApplicationError) -> [UInt8]? {
        if let change = changes[ByteString(key)] { return change }
        return try base.load(key)
    }

    mutating func set(_ key: [UInt8], _ value: [UInt8]?) {
        let key = ByteString(key)
        undo.append((key, changes[key]))
        changes.updateValue(value, forKey: key)
    }

    /// From here on changes can be taken back.
    mutating func checkpoint() { undo.removeAll(keepingCapacity: true) }

    /// Takes back everything since the checkpoint.
    mutating func rollBack() {
        for (key, change) in undo.reversed() {
            if let change { changes.updateValue(change, forKey: key) } else { changes.removeValue(forKey: key) }
        }
        undo.removeAll(keepingCapacity: true)
    }

    /// The map with all changes, in an order that does not depend on the process.
    func applied() throws(ApplicationError) -> MerkleMap {
        var map = base
        for key in changes.keys.sorted() {
            guard let change = changes[key] else { continue }
            if let value = change { try map.set(key.bytes, value) } else { try map.remove(key.bytes) }
        }
        return map
    }
}
