import ABCI
import Chain
import Cryptography
import Invariants

/// A connected part of the trie, as it is stored: up to 32 leaves and subtrees in the order of their keys.
///
/// Between neighbours stands the first bit in which their keys differ. That is all of the binary trie: its root is the
/// lowest of these bits, which is there once, and so on on both sides of it.
///
/// A page keeps its number as long as it lives, and is overwritten in its place; what it was before a block goes into an
/// undo record. docs/decisions/merkle-map.md says why.
struct Page: Sendable {
    /// Slots, at most; more are divided.
    static let slotsMaximum = 32

    /// How a page was stored.
    struct Stored: Sendable {
        let version: Height
        let body: [UInt8]
    }

    let number: UInt64
    var slots: [Slot]
    /// The first bit in which the keys of a slot and the next one differ.
    var bits: [UInt32]
    /// At each of these bits, the hash of the part of the trie that it divides; nil where that is not known. Kept so that a
    /// change costs the hashes above it and not those of the whole page.
    var parts: [Hash?]
    /// The height at which it was written as it is; nil when it is changed, or new.
    private(set) var version: Height?
    /// How it was stored before it was changed.
    private var before: Stored?

    /// A new page. Only the root may be without slots, or have but one.
    ///
    /// - Parameter parts: What is known of its hashes; nil for nothing.
    init(id number: UInt64, slots: [Slot] = [], bits: [UInt32] = [], parts: [Hash?]? = nil) {
        self.number = number
        self.slots = slots
        self.bits = bits
        self.parts = parts ?? Array(repeating: nil, count: bits.count)
    }

    /// A page that was read.
    init(id number: UInt64, version: Height, slots: [Slot], bits: [UInt32]) {
        self.init(id: number, slots: slots, bits: bits)
        self.version = version
    }

    var isChanged: Bool { version == nil }

    /// How it is stored, whether changed since or not; nil for a new page.
    var stored: Stored? {
        version.map { Stored(version: $0, body: PageCodec.encode(self)) } ?? before
    }

    /// To be called before the first change.
    mutating func willChange() {
        if isChanged { return }
        before = stored
        version = nil
    }

    /// To be called once it is written.
    mutating func didWrite(at height: Height) {
        version = height
        before = nil
    }

    // MARK: The trie

    /// The index of the lowest bit between the slots of a part of at least two: its left half ends with it.
    func division(_ part: Range<Int>) -> Int {
        var lowest = part.lowerBound
        for index in part.dropLast() where bits[index] < bits[lowest] { lowest = index }
        return lowest
    }

    /// The bit at the root of the part of the trie that is in this page; nil when it has but one slot.
    var firstBit: UInt32? { bits.min() }

    /// The slot to which the bits of a key lead.
    func index(near key: [UInt8]) -> Int {
        part(on: key, before: nil).lowerBound
    }

    /// The subtree to which the bits of a key lead that come before this one; one slot when it is nil.
    func part(on key: [UInt8], before bit: UInt32?) -> Range<Int> {
        var part = slots.indices
        while part.count > 1 {
            let middle = division(part)
            if let bit, bits[middle] > bit { break }
            part =
                KeyBits.isSet(bits[middle], in: key)
                ? middle + 1..<part.upperBound : part.lowerBound..<middle + 1
        }
        return part
    }

    /// The hash of a part, whose pages are unchanged.
    func hash(_ part: Range<Int>) -> Hash {
        if part.count == 1 { return slots[part.lowerBound].hash }
        let middle = division(part)
        if let known = parts[middle] { return known }
        return MapHash.inner(
            bit: bits[middle], hash(part.lowerBound..<middle + 1), hash(middle + 1..<part.upperBound))
    }

    var hash: Hash { slots.isEmpty ? MerkleMap.emptyRoot : hash(slots.indices) }

    /// The same, and keeps what it computes on the way.
    mutating func keepHash() -> Hash { slots.isEmpty ? MerkleMap.emptyRoot : keepHash(slots.indices) }

    private mutating func keepHash(_ part: Range<Int>) -> Hash {
        if part.count == 1 { return slots[part.lowerBound].hash }
        let middle = division(part)
        if let known = parts[middle] { return known }
        let hash = MapHash.inner(
            bit: bits[middle], keepHash(part.lowerBound..<middle + 1), keepHash(middle + 1..<part.upperBound))
        parts[middle] = hash
        return hash
    }

    /// To be called when a slot has changed, or has come: the hashes above it are not known any more.
    mutating func forgetHashes(above index: Int) {
        var part = slots.indices
        while part.count > 1 {
            let middle = division(part)
            parts[middle] = nil
            part = index <= middle ? part.lowerBound..<middle + 1 : middle + 1..<part.upperBound
        }
    }

    // MARK: Reading

    /// The leaf to which the bits of a key lead; nil only in a map without entries.
    func leaf(near key: [UInt8], _ storage: MapStorage) throws(ApplicationError) -> Leaf? {
        var page = self
        while !page.slots.isEmpty {
            let index = page.index(near: key)
            if page.slots[index].kind != .page { return try storage.leaf(page.slots[index]) }
            page = try storage.page(page.slots[index])
        }
        return nil
    }

    /// The same; the pages on the way stay in memory.
    mutating func load(
        near key: [UInt8], _ storage: MapStorage, _ ledger: inout Ledger
    ) throws(ApplicationError) -> Leaf? {
        if slots.isEmpty { return nil }
        let index = index(near: key)
        if slots[index].kind != .page { return try storage.leaf(slots[index]) }
        if slots[index].page.isEmpty {
            slots[index].page = Shared(try storage.page(slots[index]))
            ledger.loaded += 1
        }
        return try slots[index].page.update(throwing: { (page) throws(ApplicationError) in
            try page.load(near: key, storage, &ledger)
        }) ?? nil
    }

    /// Changes the page in a slot, which is in memory, in its place.
    mutating func withPage<Result>(at index: Int, _ body: (inout Page) -> Result) -> Result {
        guard let result = slots[index].page.update(body) else {
            brokenInvariant("only a page in memory is changed")
        }
        return result
    }
}
