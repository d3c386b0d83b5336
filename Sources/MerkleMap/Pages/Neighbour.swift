/// What a map has at the place to which the bits of a key lead.
enum Neighbour {
    /// Nothing: the map has no entries.
    case none
    /// A leaf of another key. The bit is the first in which it differs from this one, and from all keys there are.
    case other(differsAt: UInt32)
    /// The leaf of the key itself.
    case same(Leaf)

    init(_ leaf: Leaf, of key: [UInt8]) {
        self = KeyBits.firstDifference(key, leaf.key).map { .other(differsAt: $0) } ?? .same(leaf)
    }

    /// The first bit in which the key differs from all keys there are; nil when it is one of them, or there are none.
    var bit: UInt32? {
        if case .other(let bit) = self { bit } else { nil }
    }

    var leaf: Leaf? {
        if case .same(let leaf) = self { leaf } else { nil }
    }
}
