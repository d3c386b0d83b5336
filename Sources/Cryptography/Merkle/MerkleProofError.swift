/// Why a Merkle proof does not prove its leaf, in CometBFT's words.
package enum MerkleProofError: Error, Hashable, Sendable {
    /// The proof says that the tree has fewer than no leaves.
    case negativeTotal
    /// The proof says that the leaf comes before the first.
    case negativeIndex
    /// The leaf is not the one that the proof is for.
    case otherLeaf(wanted: Hash, got: Hash)
    /// The proof leads to another root.
    case otherRoot(wanted: Hash, got: Hash)
    /// The path from the leaf to the root does not fit the tree.
    case path(MerklePathError)
}

/// Why the aunts of a Merkle proof do not lead to a root.
package enum MerklePathError: Error, Hashable, Sendable {
    /// A tree of `total` leaves has no leaf `index`.
    case noSuchLeaf(index: Int64, total: Int64)
    /// More aunts than the leaf has levels above it.
    case unexpectedInnerHashes
    /// Fewer aunts than the leaf has levels above it.
    case missingInnerHash
}

extension MerkleProofError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .negativeTotal: "proof total must be positive"
        case .negativeIndex: "proof index cannot be negative"
        case .otherLeaf(let wanted, let got): "invalid leaf hash: wanted \(wanted) got \(got)"
        case .otherRoot(let wanted, let got): "invalid root hash: wanted \(wanted) got \(got)"
        case .path(let error): "compute root hash: \(error)"
        }
    }
}

extension MerklePathError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noSuchLeaf(let index, let total): "invalid index \(index) and/or total \(total)"
        case .unexpectedInnerHashes: "unexpected inner hashes"
        case .missingInnerHash: "expected at least one inner hash"
        }
    }
}
