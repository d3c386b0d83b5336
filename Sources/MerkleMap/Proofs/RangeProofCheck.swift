import Cryptography

/// Computes the root of a range proof, and notes on the way whether it leaves something out.
struct RangeProofCheck {
    private let range: KeyRange
    private var found: [MapEntry] = []
    private var lastKey: [UInt8]?
    /// Whether something is hidden before the first leaf, and whether that leaf is before the range.
    private var hidesBefore = false
    private var beginsBefore = false
    /// Whether something is hidden behind the last leaf so far, and whether that leaf is behind the range.
    private var hidesBehind = false
    private var endsBehind = false

    init(_ range: KeyRange) {
        self.range = range
    }

    /// An inner node whose children are not all there yet.
    private struct Open {
        let bit: UInt32
        var left: Hash?
    }

    /// Walks through the nodes with a stack of its own: a proof may be as deep as it likes.
    mutating func root(of nodes: [RangeProof.Node]) throws(MapProofError) -> Hash {
        if nodes.isEmpty { return MerkleMap.emptyRoot }
        var open: [Open] = []
        var root: Hash?
        for node in nodes {
            if root != nil { throw .malformed("nodes follow the tree") }
            if case .inner(let bit) = node {
                if let parent = open.last, bit <= parent.bit { throw .malformed("the bits of inner nodes do not rise") }
                open.append(Open(bit: bit))
                continue
            }
            var hash = try end(node)
            while let parent = open.popLast() {
                guard let left = parent.left else {
                    open.append(Open(bit: parent.bit, left: hash))
                    break
                }
                hash = MapHash.inner(bit: parent.bit, left, hash)
            }
            if open.isEmpty { root = hash }
        }
        guard let root else { throw .malformed("the tree is not complete") }
        return root
    }

    private mutating func end(_ node: RangeProof.Node) throws(MapProofError) -> Hash {
        switch node {
        case .inner: throw .malformed("an inner node is no end")
        case .subtree(let hash):
            if lastKey == nil { hidesBefore = true } else { hidesBehind = true }
            return hash
        case .neighbour(let key, let valueHash):
            if range.contains(key) { throw .incomplete }
            try note(key)
            return MapHash.leaf(key: key, valueHash: valueHash)
        case .entry(let entry):
            if !range.contains(entry.key) { throw .malformed("an entry outside of the range") }
            try note(entry.key)
            found.append(entry)
            return MapHash.leaf(key: entry.key, value: entry.value)
        }
    }

    private mutating func note(_ key: [UInt8]) throws(MapProofError) {
        if let lastKey {
            if !lastKey.lexicographicallyPrecedes(key) { throw .malformed("the keys do not rise") }
        } else {
            beginsBefore = key.lexicographicallyPrecedes(range.lower)
        }
        if hidesBehind { throw .incomplete }
        lastKey = key
        endsBehind = range.upper.map { !key.lexicographicallyPrecedes($0) } ?? false
    }

    /// The entries, when nothing of the range is hidden.
    func entries() throws(MapProofError) -> [MapEntry] {
        if hidesBefore && !beginsBefore { throw .incomplete }
        if hidesBehind && !endsBehind { throw .incomplete }
        return found
    }
}
