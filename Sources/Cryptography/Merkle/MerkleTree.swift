/// CometBFT's Merkle tree: that of RFC 6962 §2.1, split at the largest power of two below the number of leaves.
package enum MerkleTree {
    static let leafPrefix: UInt8 = 0
    static let innerPrefix: UInt8 = 1

    /// The root of a tree without leaves: SHA-256 of nothing.
    package static let emptyRoot = SHA256.hash([])

    /// The hash of a leaf.
    package static func leafHash(_ leaf: [UInt8]) -> Hash {
        var hasher = SHA256()
        hasher.update(leafPrefix)
        hasher.update(leaf)
        return hasher.finalize()
    }

    /// The hash of a node above two others.
    package static func innerHash(_ left: Hash, _ right: Hash) -> Hash {
        var hasher = SHA256()
        hasher.update(innerPrefix)
        hasher.update(left)
        hasher.update(right)
        return hasher.finalize()
    }

    /// The root of the tree over these leaves.
    package static func root(of leaves: [[UInt8]]) -> Hash {
        var accumulator = MerkleAccumulator()
        for leaf in leaves { accumulator.add(leaf) }
        return accumulator.root
    }

    /// The root of the tree over these leaves, and for each leaf the proof that it is under that root.
    package static func rootAndProofs(of leaves: [[UInt8]]) -> (root: Hash, proofs: [MerkleProof]) {
        let levels = levels(above: leaves.map(leafHash))
        var proofs: [MerkleProof] = []
        proofs.reserveCapacity(leaves.count)
        for index in leaves.indices {
            var aunts: [Hash] = []
            aunts.reserveCapacity(levels.count - 1)
            var position = index
            for level in levels {
                let sibling = position ^ 1
                if sibling < level.count { aunts.append(level[sibling]) }
                position >>= 1
            }
            proofs.append(
                MerkleProof(
                    total: Int64(leaves.count), index: Int64(index), leafHash: levels[0][index], aunts: aunts))
        }
        return (levels.last?.first ?? emptyRoot, proofs)
    }

    /// The nodes of every level, from the leaves to the root. Neighbours are joined in pairs, and a node without a
    /// neighbour moves up as it is, which gives the same tree as splitting from the top.
    private static func levels(above leafHashes: [Hash]) -> [[Hash]] {
        var levels = [leafHashes]
        var level = leafHashes
        while level.count > 1 {
            var parents: [Hash] = []
            parents.reserveCapacity((level.count + 1) / 2)
            for left in stride(from: 0, to: level.count, by: 2) {
                parents.append(left + 1 < level.count ? innerHash(level[left], level[left + 1]) : level[left])
            }
            levels.append(parents)
            level = parents
        }
        return levels
    }
}
