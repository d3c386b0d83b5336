import Chain
import Cryptography

/// One place of a page: a leaf, or a page that holds everything with the same first bits.
struct Slot: Sendable {
    enum Content: Sendable {
        /// A leaf in memory. The number under which it is stored is nil when it is small, or not stored yet.
        case leaf(Leaf, number: UInt64?)
        /// A leaf that is only in storage.
        case storedLeaf(UInt64)
        /// A page in memory.
        case page(Page)
        /// A page that is only in storage, as it was written at a height.
        case storedPage(UInt64, version: Height)
        /// Taken out to be changed in place; never seen outside of `Page.withPage`.
        case taken
    }

    /// Of the leaf or subtree; out of date while the page in it is changed.
    var hash: Hash
    var content: Content

    init(hash: Hash, content: Content) {
        self.hash = hash
        self.content = content
    }

    init(_ leaf: Leaf) {
        self.init(hash: MapHash.leaf(key: leaf.key, value: leaf.value), content: .leaf(leaf, number: nil))
    }

    var isPage: Bool {
        switch content {
        case .page, .storedPage, .taken: true
        case .leaf, .storedLeaf: false
        }
    }
}
