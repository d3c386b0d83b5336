/// A proof that a leaf stands at an index of a Merkle tree (CometBFT `merkle.Proof`).
///
/// `total` decides only which way the path turns: a proof with another total may lead to the same root and then
/// verifies, as it does in CometBFT. Who relies on `total` or `index` compares them with what is expected.
package struct MerkleProof: Hashable, Sendable {
    /// The most aunts of a proof (CometBFT `merkle.MaxAunts`): those of a tree of 2^100 leaves.
    package static let auntsMaximum = 100

    /// Leaves in the tree.
    package let total: Int64
    /// The leaf's place, from zero.
    package let index: Int64
    package let leafHash: Hash
    /// The hashes beside the path from the leaf up to the root, the leaf's sibling first.
    package let aunts: [Hash]

    package init(total: Int64, index: Int64, leafHash: Hash, aunts: [Hash]) {
        self.total = total
        self.index = index
        self.leafHash = leafHash
        self.aunts = aunts
    }

    /// Checks that `leaf` is under `root`, with the verdicts of CometBFT's `Proof.Verify`.
    package func verify(root: Hash, leaf: [UInt8]) throws(MerkleProofError) {
        if total < 0 { throw .negativeTotal }
        if index < 0 { throw .negativeIndex }
        let hash = MerkleTree.leafHash(leaf)
        if leafHash != hash { throw .otherLeaf(wanted: hash, got: leafHash) }
        let computed: Hash
        do {
            computed = try computedRoot()
        } catch {
            throw .path(error)
        }
        if computed != root { throw .otherRoot(wanted: root, got: computed) }
    }

    /// The root to which the leaf hash and the aunts lead.
    package func computedRoot() throws(MerklePathError) -> Hash {
        if index < 0 || index >= total { throw .noSuchLeaf(index: index, total: total) }
        // Down from the root: at each level, whether the leaf is in the right half. A tree of fewer than 2^63 leaves
        // has at most 63 levels above them, and each takes one aunt.
        var isRight: UInt64 = 0
        var depth = 0
        var width = total
        var position = index
        while width > 1 {
            if depth == aunts.count { throw .missingInnerHash }
            let left = MerkleProof.leftWidth(width)
            isRight <<= 1
            if position < left {
                width = left
            } else {
                isRight |= 1
                position -= left
                width -= left
            }
            depth += 1
        }
        if depth != aunts.count { throw .unexpectedInnerHashes }
        // And up again from the leaf: the last turn is the lowest bit, and the first aunt belongs to it.
        var node = leafHash
        for aunt in aunts {
            node = isRight & 1 == 1 ? MerkleTree.innerHash(aunt, node) : MerkleTree.innerHash(node, aunt)
            isRight >>= 1
        }
        return node
    }

    /// The largest power of two below `width`, which is at least two.
    private static func leftWidth(_ width: Int64) -> Int64 {
        1 << Int64(Int64.bitWidth - 1 - (width - 1).leadingZeroBitCount)
    }
}
