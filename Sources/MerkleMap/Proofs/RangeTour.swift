import ABCI
import Cryptography

/// Goes through the tree for a range proof.
struct RangeTour {
    private let storage: MapStorage
    private let range: KeyRange
    /// The keys of the last leaf before the range and of the first behind it.
    private let start: [UInt8]?
    private let end: [UInt8]?
    private(set) var nodes: [RangeProof.Node] = []

    init(_ storage: MapStorage, _ range: KeyRange, from start: [UInt8]?, through end: [UInt8]?) {
        self.storage = storage
        self.range = range
        self.start = start
        self.end = end
    }

    /// Shows a part of a page.
    ///
    /// - Parameters:
    ///   - isAtStart: Whether `start` is in it.
    ///   - isAtEnd: Whether `end` is in it.
    mutating func show(
        _ page: Page, _ part: Range<Int>, isAtStart: Bool, isAtEnd: Bool
    ) throws(ApplicationError) {
        if part.count == 1 {
            let index = part.lowerBound
            if !page.slots[index].isPage { return show(try page.leaf(at: index, storage)) }
            let inner = try page.page(at: index, storage)
            return try show(inner, 0..<inner.slotCount, isAtStart: isAtStart, isAtEnd: isAtEnd)
        }
        let middle = page.division(part)
        let bit = page.bit(at: middle)
        let (left, right) = (part.lowerBound..<middle + 1, middle + 1..<part.upperBound)
        let startsRight = isAtStart && start.map { KeyBits.isSet(bit, in: $0) } ?? false
        let endsLeft = isAtEnd && end.map { !KeyBits.isSet(bit, in: $0) } ?? false
        nodes.append(.inner(bit: bit))
        if startsRight {
            nodes.append(.subtree(page.hash(left)))
        } else {
            try show(page, left, isAtStart: isAtStart, isAtEnd: endsLeft)
        }
        if endsLeft {
            nodes.append(.subtree(page.hash(right)))
        } else {
            try show(page, right, isAtStart: startsRight, isAtEnd: isAtEnd)
        }
    }

    private mutating func show(_ leaf: Leaf) {
        nodes.append(
            range.contains(leaf.key)
                ? .entry(MapEntry(key: leaf.key, value: leaf.value))
                : .neighbour(key: leaf.key, valueHash: SHA256.hash(leaf.value)))
    }
}
