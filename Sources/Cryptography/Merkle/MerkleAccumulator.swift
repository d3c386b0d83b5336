/// Computes a Merkle root from leaves that come one after the other, holding one hash a level of the tree.
package struct MerkleAccumulator: Sendable {
    /// Roots of the complete subtrees so far, widest first: one for each bit that is set in `count`.
    private var subtrees: [Hash] = []
    /// Leaves added.
    package private(set) var count: UInt64 = 0

    package init() {}

    /// Adds the next leaf.
    package mutating func add(_ leaf: [UInt8]) {
        add(leafHash: MerkleTree.leafHash(leaf))
    }

    /// Adds the next leaf, which is the 32 bytes of a hash.
    package mutating func add(_ leaf: Hash) {
        var hasher = SHA256()
        hasher.update(MerkleTree.leafPrefix)
        hasher.update(leaf)
        add(leafHash: hasher.finalize())
    }

    private mutating func add(leafHash: Hash) {
        // As in adding one to a binary number: every trailing bit that is set carries into the next.
        var node = leafHash
        var carries = count
        while carries & 1 == 1, let left = subtrees.popLast() {
            node = MerkleTree.innerHash(left, node)
            carries >>= 1
        }
        subtrees.append(node)
        count += 1
    }

    /// The root over the leaves added so far; more may be added afterwards.
    package var root: Hash {
        guard var node = subtrees.last else { return MerkleTree.emptyRoot }
        for left in subtrees.dropLast().reversed() {
            node = MerkleTree.innerHash(left, node)
        }
        return node
    }
}
