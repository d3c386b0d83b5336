package import Cryptography

/// The name of a piece of evidence among others: its height, then its hash. Keys order evidence as proposals list it.
package struct EvidenceKey: Hashable, Sendable, Comparable {
    /// The height of the deed.
    package let height: Height
    package let hash: Hash

    package init(height: Height, hash: Hash) {
        self.height = height
        self.hash = hash
    }

    package static func < (left: EvidenceKey, right: EvidenceKey) -> Bool {
        (left.height, left.hash) < (right.height, right.hash)
    }
}

extension Evidence {
    /// The evidence's name; the hash in it is computed anew.
    package var key: EvidenceKey { EvidenceKey(height: height, hash: hash) }
}
