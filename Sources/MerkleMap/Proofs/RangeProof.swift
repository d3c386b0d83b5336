package import Cryptography

/// What proves, against the hash of a map, that the entries of a range are these and no others.
///
/// The tree from its root down, left to right: inner nodes, entries, hashes of what lies outside of the range, and the
/// keys of the last leaf before it and the first behind it. Nothing is left out between the leaves that are shown, and the
/// first and the last are outside of the range: so nothing of the range is left out.
package struct RangeProof: Hashable, Sendable {
    /// A node of the tree, as a proof shows it.
    package enum Node: Hashable, Sendable {
        /// Its two children follow, the left one with all that is below it first.
        case inner(bit: UInt32)
        /// A subtree outside of the range.
        case subtree(Hash)
        /// The leaf next to the range.
        case neighbour(key: [UInt8], valueHash: Hash)
        /// An entry of the range.
        case entry(MapEntry)
    }

    /// From the root down, each inner node before its children. None for a map without entries.
    package let nodes: [Node]

    package init(nodes: [Node]) {
        self.nodes = nodes
    }

    /// The entries that a map with this root has in the range, in the order of their keys.
    ///
    /// - Throws: when the proof does not show that these are all.
    package func verify(root: Hash, range: KeyRange) throws(MapProofError) -> [MapEntry] {
        var check = RangeProofCheck(range)
        let computed = try check.root(of: nodes)
        if computed != root { throw .otherRoot(expected: root, got: computed) }
        return try check.entries()
    }
}
