import Chain
import Cryptography

/// One place of a page: a leaf, or a page that holds everything with the same first bits.
///
/// It refers to nothing in memory: copying the slots of a page copies bytes, and counts no references.
struct Slot: Sendable {
    enum Content: Hashable, Sendable {
        /// A leaf that stands in the page, and where its bytes are among those of the page.
        case smallLeaf(LeafPlace)
        /// A leaf that stands elsewhere, by its number, and the front of its key, if that is long enough.
        case leaf(UInt64, front: KeyFront?)
        /// A page, and the height at which it was changed last; `changing` for one that is changed now.
        case page(PageName, version: Height)
    }

    /// Stands for the height at which a page will have been changed that is changed now. So a page tells which of those below
    /// it are, and the others, of which there are twenty, need not be looked at.
    static let changing: Height = -1

    var content: Content
    /// Of the leaf or subtree; out of date while the page in it is changed.
    var hash: Hash

    var isPage: Bool {
        if case .page = content { true } else { false }
    }
}

/// Where a small leaf's bytes are in its page: the key, and the value behind it.
struct LeafPlace: Hashable, Sendable {
    var start: UInt32
    let keyCount: UInt8
    let valueCount: UInt8

    var bytes: Range<Int> { Int(start)..<Int(start) + Int(keyCount) + Int(valueCount) }
}
