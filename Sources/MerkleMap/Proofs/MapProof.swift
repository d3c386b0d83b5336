package import Cryptography

/// What proves, against the hash of a map, that a key has a value, or that it has none.
///
/// The leaf to which the bits of the key lead, and the hashes beside the way. When the leaf is the key's own, its value is
/// proven; when it is another's, the key is not there, for it could be nowhere else.
package struct MapProof: Hashable, Sendable {
    /// One turn of the way.
    package struct Step: Hashable, Sendable {
        /// Which bit of the key decides the turn; see docs/proof.md for their numbers.
        package let bit: UInt32
        /// The hash of what lies on the other side.
        package let sibling: Hash
    }

    /// The leaf at the end of the way; nil for a map without entries.
    package struct End: Hashable, Sendable {
        package let key: [UInt8]
        package let valueHash: Hash
    }

    package let end: End?
    /// From the leaf up to the root.
    package let steps: [Step]

    /// Checks that under `root` the key has this value.
    ///
    /// - Parameter value: nil to check that the key is not there.
    package func verify(root: Hash, key: [UInt8], value: [UInt8]?) throws(MapProofError)
}
