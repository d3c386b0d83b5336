import Cryptography

// The trie over the slots of a page.
extension PageView {
    /// The index of the lowest bit between the slots of a part of at least two: its left half ends with it.
    func division(_ part: Range<Int>) -> Int {
        let bits = bits
        var lowest = part.lowerBound
        for index in part.lowerBound + 1..<part.upperBound - 1 where bits[index] < bits[lowest] { lowest = index }
        return lowest
    }

    /// The bit at the root of the part of the trie that is in this page; nil when it has but one slot.
    var firstBit: UInt32? {
        if bitCount == 0 { return nil }
        let bits = bits
        var lowest = bits[0]
        for index in 1..<bitCount where bits[index] < lowest { lowest = bits[index] }
        return lowest
    }

    /// The slot to which the bits of a key lead.
    ///
    /// In one pass over the bits instead of from the root of the trie down (P. Ferragina, R. Grossi, "The String B-Tree", after
    /// D. E. Ferguson, "Bit-Tree", 1992): where a bit is set, the slot is behind it, unless a lower one behind that is set,
    /// too; where it is not set, all that is higher and follows it is on its other side.
    func index(near key: [UInt8]) -> Int {
        let (bits, count) = (bits, bitCount)
        var index = 0
        var position = 0
        while position < count {
            let bit = bits[position]
            position += 1
            if KeyBits.isSet(bit, in: key) {
                index = position
            } else {
                while position < count && bits[position] > bit { position += 1 }
            }
        }
        return index
    }

    /// The subtree to which the bits of a key lead that come before this one; one slot when it is nil.
    func part(on key: [UInt8], before bit: UInt32?) -> Range<Int> {
        let index = index(near: key)
        guard let bit else { return index..<index + (count == 0 ? 0 : 1) }
        let (bits, count) = (bits, bitCount)
        var (first, last) = (index, index)
        while first > 0 && bits[first - 1] > bit { first -= 1 }
        while last < count && bits[last] > bit { last += 1 }
        return first..<last + 1
    }

    /// The dividing bits on the way to a slot, as a set of their indices: on either side of it those that are lower than all
    /// between them and the slot.
    func bits(above index: Int) -> UInt64 {
        let (bits, count) = (bits, bitCount)
        var above: UInt64 = 0
        var lowest = UInt32.max
        for position in stride(from: index - 1, through: 0, by: -1) where bits[position] < lowest {
            lowest = bits[position]
            above |= 1 << UInt64(position)
        }
        lowest = .max
        for position in stride(from: index, to: count, by: 1) where bits[position] < lowest {
            lowest = bits[position]
            above |= 1 << UInt64(position)
        }
        return above
    }

    /// The hash of a part, whose pages are unchanged.
    ///
    /// - Parameter keeps: Whether to keep what is computed on the way: only where nobody else holds the page.
    func hash(_ part: Range<Int>, keeps: Bool) -> Hash {
        if part.count == 1 { return hash(at: part.lowerBound) }
        let middle = division(part)
        if let known = self.part(at: middle) { return known }
        let hash = MapHash.inner(
            bit: bit(at: middle), hash(part.lowerBound..<middle + 1, keeps: keeps),
            hash(middle + 1..<part.upperBound, keeps: keeps))
        if keeps { set(part: hash, at: middle) }
        return hash
    }
}
