package import ABCI
import Cryptography

extension MerkleMap {
    /// What proves, against `rootHash`, the value of a key or that the key is not there.
    ///
    /// - Parameter key: Of any length.
    package func proof(of key: [UInt8]) throws(ApplicationError) -> MapProof {
        var page = settled
        if page.slots.isEmpty { return MapProof(end: nil, steps: []) }
        var steps: [MapProof.Step] = []
        while true {
            var part = 0..<page.slotCount
            while part.count > 1 {
                let middle = page.division(part)
                let bit = page.bit(at: middle)
                let (left, right) = (part.lowerBound..<middle + 1, middle + 1..<part.upperBound)
                let isRight = KeyBits.isSet(bit, in: key)
                steps.append(MapProof.Step(bit: bit, sibling: page.hash(isRight ? left : right)))
                part = isRight ? right : left
            }
            if page.slots[part.lowerBound].isPage {
                page = try page.page(at: part.lowerBound, storage)
                continue
            }
            let leaf = try page.leaf(at: part.lowerBound, storage)
            return MapProof(
                end: MapProof.End(key: leaf.key, valueHash: SHA256.hash(leaf.value)), steps: steps.reversed())
        }
    }

    /// What proves, against `rootHash`, that the entries of a range are these and no others.
    ///
    /// - Parameters:
    ///   - limit: Entries to prove, at least 1 and at most this: when the range has more, what is proven ends behind the
    ///     last of them.
    /// - Returns: The proof and the range it covers. The next page begins at the covered range's `upper`.
    package func rangeProof(
        in range: KeyRange, limit: Int
    ) throws(ApplicationError) -> (proof: RangeProof, covered: KeyRange) {
        var covered = range
        var count = 0
        var last: Leaf?
        var walk = try MapWalk(self, range, descending: false)
        while let leaf = range.isEmpty ? nil : try walk.next() {
            if let last, count >= max(1, limit) {
                covered = KeyRange(from: range.lower, through: last.key)
                break
            }
            last = leaf
            count += 1
        }
        let before = try entries(in: KeyRange(upTo: covered.lower), limit: 1, descending: true).first
        var behind: MapEntry?
        if let upper = covered.upper { behind = try entries(in: KeyRange(from: upper), limit: 1).first }
        var tour = RangeTour(storage, covered, from: before?.key, through: behind?.key)
        let root = settled
        if !root.slots.isEmpty { try tour.show(root, 0..<root.slotCount, isAtStart: true, isAtEnd: true) }
        return (RangeProof(nodes: tour.nodes), covered)
    }
}
