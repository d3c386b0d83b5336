package import Cryptography

/// The hash of a map, from its entries one after the other in the order of their keys: what `MerkleMap.rootHash` is of a map
/// that holds them. It holds no more than the path to the last entry.
package struct MapDigest: Sendable {
    /// A node whose right side is not complete.
    private struct Pending {
        let bit: UInt32
        let left: Hash
    }

    /// From the top down: their bits rise, so there are never more than bits in a key.
    private var pending: [Pending] = []
    private var last: (key: [UInt8], hash: Hash)?
    /// Entries so far.
    package private(set) var count: UInt64 = 0

    package init() {}

    /// Takes the next entry.
    ///
    /// - Returns: false, and nothing is changed, when its key is not above the last one or when no map may hold the entry.
    package mutating func add(_ entry: MapEntry) -> Bool {
        if entry.key.isEmpty || entry.key.count > MerkleMap.keyBytesMaximum
            || entry.value.count > MerkleMap.valueBytesMaximum
        {
            return false
        }
        if let last {
            guard last.key.lexicographicallyPrecedes(entry.key),
                let bit = KeyBits.firstDifference(last.key, entry.key)
            else { return false }
            let left = close(last.hash, below: bit)
            pending.append(Pending(bit: bit, left: left))
        }
        last = (entry.key, MapHash.leaf(key: entry.key, value: entry.value))
        count += 1
        return true
    }

    /// Completes the nodes that divide at a later bit: the next key is behind all of them.
    private mutating func close(_ hash: Hash, below bit: UInt32) -> Hash {
        var hash = hash
        while let node = pending.last, node.bit > bit {
            hash = MapHash.inner(bit: node.bit, node.left, hash)
            pending.removeLast()
        }
        return hash
    }

    /// The hash of what was taken so far.
    package var root: Hash {
        guard let last else { return MerkleMap.emptyRoot }
        return pending.reversed().reduce(last.hash) { MapHash.inner(bit: $1.bit, $1.left, $0) }
    }
}
