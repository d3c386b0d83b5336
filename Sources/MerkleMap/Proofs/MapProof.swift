package import Cryptography

/// What proves, against the hash of a map, that a key has a value, or that it has none.
///
/// The leaf to which the bits of the key lead, and the hashes beside the way. When the leaf is the key's own, its value is
/// proven; when it is another's, the key is not there, for it could be nowhere else.
package struct MapProof: Hashable, Sendable {
    /// One turn of the way.
    package struct Step: Hashable, Sendable {
        /// Which bit of the key decides the turn; docs/proof.md numbers them.
        package let bit: UInt32
        /// The hash of what lies on the other side.
        package let sibling: Hash

        package init(bit: UInt32, sibling: Hash) {
            self.bit = bit
            self.sibling = sibling
        }
    }

    /// The leaf at the end of the way.
    package struct End: Hashable, Sendable {
        package let key: [UInt8]
        package let valueHash: Hash

        package init(key: [UInt8], valueHash: Hash) {
            self.key = key
            self.valueHash = valueHash
        }
    }

    /// Steps of a proof, at most: one for each bit of the longest key.
    package static let stepsMaximum = 9 * MerkleMap.keyBytesMaximum + 1

    /// nil for a map without entries.
    package let end: End?
    /// From the leaf up to the root.
    package let steps: [Step]

    package init(end: End?, steps: [Step]) {
        self.end = end
        self.steps = steps
    }

    /// Checks that under `root` the key has this value.
    ///
    /// - Parameter value: nil to check that the key is not there.
    package func verify(root: Hash, key: [UInt8], value: [UInt8]?) throws(MapProofError) {
        if let value {
            guard let end, end.key == key else { throw .otherKey }
            if SHA256.hash(value) != end.valueHash { throw .otherValue }
        } else if end?.key == key {
            throw .present
        }
        let computed = try computedRoot(key: key)
        if computed != root { throw .otherRoot(expected: root, got: computed) }
    }

    /// The root of the map in which the key's bits lead this way.
    func computedRoot(key: [UInt8]) throws(MapProofError) -> Hash {
        guard let end else {
            if !steps.isEmpty { throw .malformed("steps without a leaf") }
            return MerkleMap.emptyRoot
        }
        var node = MapHash.leaf(key: end.key, valueHash: end.valueHash)
        var last: UInt32?
        for step in steps {
            if let last, step.bit >= last { throw .malformed("the bits of the steps do not fall") }
            last = step.bit
            let isRight = KeyBits.isSet(step.bit, in: key)
            if isRight != KeyBits.isSet(step.bit, in: end.key) { throw .malformed("the key does not lead to the leaf") }
            node =
                isRight
                ? MapHash.inner(bit: step.bit, step.sibling, node) : MapHash.inner(bit: step.bit, node, step.sibling)
        }
        return node
    }
}
