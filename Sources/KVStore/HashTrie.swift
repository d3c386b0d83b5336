/// A dictionary whose copies share what they have in common: a copy costs nothing, and a change after it the few small
/// nodes on the way to its key.
///
/// A `Dictionary` is copied as a whole by the first change after a copy. The node keeps copies of its application (what
/// is committed, what is durable, what the mempool sees), so that every block would cost as much as the store holds.
///
/// It is a compressed hash-array mapped prefix tree (Steindorfer, Vinju: "Optimizing Hash-Array Mapped Tries for Fast and
/// Lean Immutable JVM Collections", 2015): each level takes five more bits of the key's hash.
struct HashTrie<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private var root = Branch()
    /// Keys.
    private(set) var count = 0

    /// The value of a key; what is set is never removed.
    subscript(_ key: Key) -> Value? {
        root.value(of: key, hash: HashTrie.hash(key), depth: 0)
    }

    mutating func set(_ key: Key, _ value: Value) {
        if root.set(Leaf(key: key, value: value), hash: HashTrie.hash(key), depth: 0) { count += 1 }
    }

    /// Differs from process to process, so that nobody can choose keys that collide; no result depends on it.
    private static func hash(_ key: Key) -> UInt { UInt(bitPattern: key.hashValue) }

    private struct Leaf: Sendable {
        let key: Key
        let value: Value
    }

    /// What begins with the same bits: keys that are alone with their next five bits, and branches for the others.
    private struct Branch: Sendable {
        private static var bitsPerLevel: Int { 5 }
        /// Where the hash has no more bits, leaves stand in any order.
        private static var depthMaximum: Int { UInt.bitWidth / bitsPerLevel }

        /// For which five bits there is a leaf, and for which a branch; each list has them in order.
        private var leafBits: UInt32 = 0
        private var branchBits: UInt32 = 0
        private var leaves: [Leaf] = []
        private var branches: [Branch] = []

        func value(of key: Key, hash: UInt, depth: Int) -> Value? {
            if depth == Branch.depthMaximum { return leaves.first { $0.key == key }?.value }
            let bit = Branch.bit(hash, depth)
            if leafBits & bit != 0 {
                let leaf = leaves[Branch.index(of: bit, in: leafBits)]
                return leaf.key == key ? leaf.value : nil
            }
            if branchBits & bit == 0 { return nil }
            return branches[Branch.index(of: bit, in: branchBits)].value(of: key, hash: hash, depth: depth + 1)
        }

        /// - Returns: Whether the key is new.
        mutating func set(_ leaf: Leaf, hash: UInt, depth: Int) -> Bool {
            if depth == Branch.depthMaximum { return setWithoutOrder(leaf) }
            let bit = Branch.bit(hash, depth)
            let branch = Branch.index(of: bit, in: branchBits)
            if branchBits & bit != 0 { return branches[branch].set(leaf, hash: hash, depth: depth + 1) }
            let place = Branch.index(of: bit, in: leafBits)
            if leafBits & bit == 0 {
                leafBits |= bit
                leaves.insert(leaf, at: place)
                return true
            }
            let other = leaves[place]
            if other.key == leaf.key {
                leaves[place] = leaf
                return false
            }
            // Both begin with the same bits: what tells them apart comes further down.
            leafBits ^= bit
            leaves.remove(at: place)
            var both = Branch()
            _ = both.set(other, hash: HashTrie.hash(other.key), depth: depth + 1)
            _ = both.set(leaf, hash: hash, depth: depth + 1)
            branchBits |= bit
            branches.insert(both, at: branch)
            return true
        }

        private mutating func setWithoutOrder(_ leaf: Leaf) -> Bool {
            guard let place = leaves.firstIndex(where: { $0.key == leaf.key }) else {
                leaves.append(leaf)
                return true
            }
            leaves[place] = leaf
            return false
        }

        private static func bit(_ hash: UInt, _ depth: Int) -> UInt32 {
            1 << UInt32(hash >> UInt(depth * bitsPerLevel) & 31)
        }

        private static func index(of bit: UInt32, in bits: UInt32) -> Int { (bits & (bit - 1)).nonzeroBitCount }
    }
}
