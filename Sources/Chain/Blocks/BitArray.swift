/// A fixed number of bits: which parts of a block or which votes of a set someone has (CometBFT `libs/bits`).
///
/// Bits beyond the last one are zero, whatever a peer put there.
package struct BitArray: Hashable, Sendable {
    /// Number of bits.
    package let count: Int
    /// The bits, lowest first; bit i is bit i % 64 of word i / 64.
    package private(set) var words: [UInt64]

    /// So many bits, all zero; none for a negative number.
    ///
    /// - Parameter count: Bounded by the caller; each 64 take eight bytes.
    package init(count: Int) {
        self.count = max(0, count)
        words = [UInt64](repeating: 0, count: BitArray.wordCount(of: self.count))
    }

    /// So many bits, each as `isSet` says.
    package init(count: Int, isSet: (Int) -> Bool) {
        self.init(count: count)
        for index in 0..<self.count where isSet(index) { self[index] = true }
    }

    /// Words that belong to the count, without those bits that are beyond it.
    init(count: Int, checkedWords: [UInt64]) {
        self.count = count
        words = checkedWords
        clearBeyondEnd()
    }

    /// No bits: CometBFT's nil array.
    package static let empty = BitArray(count: 0)

    /// The bit at an index; false outside. Setting one outside changes nothing.
    package subscript(_ index: Int) -> Bool {
        get { index >= 0 && index < count && words[index / 64] >> UInt64(index % 64) & 1 == 1 }
        set {
            if index < 0 || index >= count { return }
            let mask: UInt64 = 1 << UInt64(index % 64)
            if newValue { words[index / 64] |= mask } else { words[index / 64] &= ~mask }
        }
    }

    /// Whether no bit is set.
    package var isZero: Bool { words.allSatisfy { $0 == 0 } }

    /// Whether every bit is set.
    package var isFull: Bool { setCount == count }

    /// How many bits are set.
    package var setCount: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// The indices of the bits that are set, ascending.
    package var setIndices: [Int] {
        var indices: [Int] = []
        indices.reserveCapacity(setCount)
        for (position, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                indices.append(position * 64 + rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
        return indices
    }

    static func wordCount(of count: Int) -> Int { (count + 63) / 64 }

    private mutating func clearBeyondEnd() {
        if count % 64 > 0, let last = words.indices.last { words[last] &= (1 << UInt64(count % 64)) - 1 }
    }
}

extension BitArray {
    /// The bits set in either; as many as the longer one has.
    package func union(_ other: BitArray) -> BitArray {
        let (shorter, longer) = count < other.count ? (self, other) : (other, self)
        var result = longer
        for (position, word) in shorter.words.enumerated() { result.words[position] |= word }
        return result
    }

    /// The bits set in both; as many as the shorter one has.
    package func intersection(_ other: BitArray) -> BitArray {
        let (shorter, longer) = count < other.count ? (self, other) : (other, self)
        var result = shorter
        for position in shorter.words.indices { result.words[position] &= longer.words[position] }
        return result
    }

    /// The bits set here and not there; as many as here.
    package func subtracting(_ other: BitArray) -> BitArray {
        var result = self
        for (position, word) in other.words.prefix(words.count).enumerated() { result.words[position] &= ~word }
        return result
    }

    /// The bits not set.
    package var complement: BitArray {
        BitArray(count: count, checkedWords: words.map { ~$0 })
    }
}

extension BitArray: CustomStringConvertible {
    /// `x` for a bit that is set, `_` for one that is not.
    package var description: String {
        String(decoding: (0..<count).map { self[$0] ? UInt8(ascii: "x") : UInt8(ascii: "_") }, as: UTF8.self)
    }
}
