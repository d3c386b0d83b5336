import Chain
import Cryptography

/// One place of a page: a leaf, or a page that holds everything with the same first bits.
///
/// Plain members instead of an enumeration's cases: going over the slots of a page must not touch what they refer to.
struct Slot: Sendable {
    enum Kind: Sendable {
        /// A leaf that stands in the page.
        case smallLeaf
        /// A leaf that stands elsewhere.
        case leaf
        case page
    }

    let kind: Kind
    /// Of the leaf or subtree; out of date while the page in it is changed.
    var hash: Hash
    /// Under which number a leaf or page is stored; a leaf has none before it is.
    var number: UInt64?
    /// The height at which a page was written; of one that is changed, something else.
    var version: Height = 0
    /// The leaf, when it is in memory: small ones always are, others until they are stored.
    var leaf: Leaf?
    /// The page, when it is in memory.
    var page = Shared<Page>()

    init(_ leaf: Leaf) {
        kind = leaf.isSmall ? .smallLeaf : .leaf
        hash = MapHash.leaf(key: leaf.key, value: leaf.value)
        self.leaf = leaf
    }

    /// A leaf that is only in storage.
    init(leaf number: UInt64, hash: Hash) {
        kind = .leaf
        self.hash = hash
        self.number = number
    }

    /// A page that is only in storage, as it was written at a height.
    init(page number: UInt64, version: Height, hash: Hash) {
        kind = .page
        self.hash = hash
        self.number = number
        self.version = version
    }

    /// A new page, whose hash is not known yet.
    init(_ page: Page, hash: Hash) {
        kind = .page
        self.hash = hash
        number = page.number
        self.page = Shared(page)
    }

    var isPage: Bool { kind == .page }

    /// Whether its leaf is in memory though it stands elsewhere.
    var hasStoredLeaf: Bool { kind == .leaf && leaf != nil && number != nil }
}
