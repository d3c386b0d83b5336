import Cryptography

/// The hashes inside a page, as far as they are known: at each dividing bit, that of the part of the trie which it divides.
/// Kept so that a change costs the hashes above it and not those of the whole page.
struct PartHashes: Sendable {
    /// Empty until one is known; what is not known has any value.
    private var hashes: [Hash] = []
    /// Bit *i* says whether that at *i* is known. A page has fewer than 64.
    private var known: UInt64 = 0
    private var count: Int

    /// - Parameter count: Of dividing bits.
    init(count: Int) {
        self.count = count
    }

    /// Bytes in memory beside the page itself.
    var memoryBytes: Int { hashes.isEmpty ? 0 : 32 + hashes.capacity * Hash.size }

    subscript(index: Int) -> Hash? { known >> UInt64(index) & 1 == 1 ? hashes[index] : nil }

    mutating func set(_ hash: Hash, at index: Int) {
        if hashes.isEmpty { hashes = Array(repeating: MerkleMap.emptyRoot, count: count) }
        hashes[index] = hash
        known |= 1 << UInt64(index)
    }

    /// - Parameter indices: Bit *i* stands for the index *i*.
    mutating func forget(_ indices: UInt64) { known &= ~indices }

    /// Makes room for some that are not known.
    mutating func insert(unknownAt index: Int, count added: Int = 1) {
        count += added
        if !hashes.isEmpty {
            hashes.makeRoom(for: added)
            hashes.insert(contentsOf: repeatElement(MerkleMap.emptyRoot, count: added), at: index)
        }
        known = known & bits(below: index) | (known & ~bits(below: index)) << UInt64(added)
    }

    mutating func remove(at index: Int) {
        count -= 1
        if !hashes.isEmpty { hashes.remove(at: index) }
        known = known & bits(below: index) | (known >> 1) & ~bits(below: index)
    }

    mutating func insert(_ others: PartHashes, at index: Int) {
        insert(unknownAt: index, count: others.count)
        for offset in 0..<others.count {
            if let hash = others[offset] { set(hash, at: index + offset) }
        }
    }

    /// Those of a part.
    func part(_ range: Range<Int>) -> PartHashes {
        var part = PartHashes(count: range.count)
        if !hashes.isEmpty { part.hashes = Array(hashes[range]) }
        part.known = known >> UInt64(range.lowerBound) & bits(below: range.count)
        return part
    }

    private func bits(below index: Int) -> UInt64 { index >= 64 ? .max : (1 << UInt64(index)) - 1 }
}
