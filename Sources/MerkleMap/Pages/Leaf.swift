import Cryptography

/// A key and its value, as the tree has them.
struct Leaf: Hashable, Sendable {
    /// Bytes of key and value together up to which a leaf stands in its page. It takes about as much room there as the
    /// hash and number of a leaf that stands elsewhere.
    static let smallBytesMaximum = 96

    let key: [UInt8]
    let value: [UInt8]

    var isSmall: Bool { key.count + value.count <= Leaf.smallBytesMaximum }
}

/// A leaf on its way into a page.
struct PlacedLeaf {
    let leaf: Leaf
    let hash: Hash
    /// Under which it stands elsewhere; nil for a small one, which stands in the page.
    let number: UInt64?

    init(_ leaf: Leaf, number: UInt64?) {
        self.leaf = leaf
        self.number = number
        hash = MapHash.leaf(key: leaf.key, value: leaf.value)
    }
}
