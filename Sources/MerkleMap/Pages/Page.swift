import ABCI
import Chain
import Cryptography
import Invariants

/// A connected part of the trie, as it is stored: up to 32 leaves and subtrees in the order of their keys.
///
/// Between neighbours stands the first bit in which their keys differ. That is all of the binary trie: its root is the
/// lowest of these bits, which is there once, and so on on both sides of it.
///
/// A page keeps its name as long as it lives. What a block changes in it is stored as a `PageChange`, and the page as a
/// whole now and then. docs/decisions/merkle-map.md says why.
struct Page: Sendable {
    /// Slots, at most; more are divided.
    static let slotsMaximum = 32

    /// All of it is one object, which copies of the page share until one of them changes. To copy a page, or to hand it on,
    /// counts one reference, and not one for each of its arrays.
    private final class Contents: @unchecked Sendable {
        // Unchecked: it is changed only while no other page refers to it, see `contentsToChange`. So no two accesses are
        // ever at odds, and to check that each time took a tenth of the time of a block.

        let name: PageName
        @exclusivity(unchecked) var slots: [Slot]
        @exclusivity(unchecked) var bits: [UInt32]
        @exclusivity(unchecked) var parts: PartHashes
        @exclusivity(unchecked) var leafBytes: [UInt8] = []
        @exclusivity(unchecked) var children: [Page?] = []
        @exclusivity(unchecked) var version: Height?
        @exclusivity(unchecked) var before: PageState?
        @exclusivity(unchecked) var base: Height?
        @exclusivity(unchecked) var changeCount = 0
        @exclusivity(unchecked) var isDue = false
        @exclusivity(unchecked) var countedBytes = 0

        init(_ name: PageName, slots: [Slot], bits: [UInt32]) {
            self.name = name
            self.slots = slots
            self.bits = bits
            parts = PartHashes(count: bits.count)
        }

        init(_ other: Contents) {
            name = other.name
            slots = other.slots
            bits = other.bits
            parts = other.parts
            leafBytes = other.leafBytes
            children = other.children
            version = other.version
            before = other.before
            base = other.base
            changeCount = other.changeCount
            isDue = other.isDue
            countedBytes = other.countedBytes
        }
    }

    private var contents: Contents

    private var contentsToChange: Contents {
        mutating get {
            if !isKnownUniquelyReferenced(&contents) { contents = Contents(contents) }
            return contents
        }
    }

    var name: PageName { contents.name }

    var slots: [Slot] {
        get { contents.slots }
        _modify { yield &contentsToChange.slots }
    }

    /// The first bit in which the keys of a slot and the next one differ.
    var bits: [UInt32] {
        get { contents.bits }
        _modify { yield &contentsToChange.bits }
    }

    /// At each of these bits, what is known of the hashes.
    var parts: PartHashes {
        get { contents.parts }
        _modify { yield &contentsToChange.parts }
    }

    /// The bytes of the small leaves, in any order. Those of leaves that are gone may be among them.
    var leafBytes: [UInt8] {
        get { contents.leafBytes }
        _modify { yield &contentsToChange.leafBytes }
    }

    /// For each slot the page in it, when it is in memory; empty when there is none at all.
    private var children: [Page?] {
        get { contents.children }
        _modify { yield &contentsToChange.children }
    }

    /// The height at which it was changed last; nil when it is changed now, or new.
    var version: Height? { contents.version }

    /// The height as of which all of it is stored in its place; nil when that was never written.
    var base: Height? { contents.base }

    /// Changes stored since.
    var changeCount: Int { contents.changeCount }

    /// Whether the next commit stores all of it.
    var isDue: Bool {
        get { contents.isDue }
        set { contentsToChange.isDue = newValue }
    }

    /// Bytes that it takes in memory, as far as `Ledger` knows.
    var countedBytes: Int {
        get { contents.countedBytes }
        set { contentsToChange.countedBytes = newValue }
    }

    /// A new page. Only the root may be without slots, or have but one.
    init(_ name: PageName, slots: [Slot] = [], bits: [UInt32] = []) {
        contents = Contents(name, slots: slots, bits: bits)
    }

    /// A page that was read.
    ///
    /// - Parameters:
    ///   - base: The height as of which it is stored in its place.
    ///   - changeCount: Changes that stand between that and this page.
    init(_ name: PageName, _ state: PageState, base: Height?, changeCount: Int) {
        contents = Contents(name, slots: state.slots, bits: state.bits)
        contents.leafBytes = state.leafBytes
        contents.version = state.version
        contents.base = base
        contents.changeCount = changeCount
    }

    var isChanged: Bool { version == nil }

    /// Whether the page in its place is not what it is now.
    var isBehind: Bool { base != version }

    /// How it was at the last commit; nil for a new page.
    var stored: PageState? {
        version.map { PageState(version: $0, slots: slots, bits: bits, leafBytes: leafBytes) } ?? contents.before
    }

    /// Bytes that it takes in memory: its own, and those of its arrays with their headers.
    var memoryBytes: Int {
        256 + slots.capacity * MemoryLayout<Slot>.stride + bits.capacity * MemoryLayout<UInt32>.stride
            + parts.memoryBytes + leafBytes.capacity + children.capacity * MemoryLayout<Page?>.stride
    }

    /// To be called before the first change.
    mutating func willChange() {
        if isChanged { return }
        let contents = contentsToChange
        contents.before = stored
        contents.version = nil
    }

    /// To be called once its change is noted.
    mutating func didChange(at height: Height) {
        let contents = contentsToChange
        contents.version = height
        contents.before = nil
        contents.changeCount += 1
    }

    /// To be called once all of it is noted.
    mutating func didWrite() {
        let contents = contentsToChange
        contents.base = version
        contents.changeCount = 0
        contents.isDue = false
    }

    // MARK: The trie

    /// The index of the lowest bit between the slots of a part of at least two: its left half ends with it.
    func division(_ part: Range<Int>) -> Int {
        bits.withUnsafeBufferPointer { bits in
            var lowest = part.lowerBound
            for index in part.lowerBound + 1..<part.upperBound - 1 where bits[index] < bits[lowest] { lowest = index }
            return lowest
        }
    }

    /// The bit at the root of the part of the trie that is in this page; nil when it has but one slot.
    var firstBit: UInt32? { bits.min() }

    /// The slot to which the bits of a key lead.
    ///
    /// In one pass over the bits instead of from the root of the trie down (P. Ferragina, R. Grossi, "The String B-Tree", after
    /// D. E. Ferguson, "Bit-Tree", 1992): where a bit is set, the slot is behind it, unless a lower one behind that is set,
    /// too; where it is not set, all that is higher and follows it is on its other side.
    func index(near key: [UInt8]) -> Int {
        bits.withUnsafeBufferPointer { bits in
            var index = 0
            var position = 0
            while position < bits.count {
                let bit = bits[position]
                position += 1
                if KeyBits.isSet(bit, in: key) {
                    index = position
                } else {
                    while position < bits.count && bits[position] > bit { position += 1 }
                }
            }
            return index
        }
    }

    /// The subtree to which the bits of a key lead that come before this one; one slot when it is nil.
    func part(on key: [UInt8], before bit: UInt32?) -> Range<Int> {
        let index = index(near: key)
        guard let bit else { return index..<index + (slots.isEmpty ? 0 : 1) }
        return bits.withUnsafeBufferPointer { bits in
            var (first, last) = (index, index)
            while first > 0 && bits[first - 1] > bit { first -= 1 }
            while last < bits.count && bits[last] > bit { last += 1 }
            return first..<last + 1
        }
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
        parts.set(hash, at: middle)
        return hash
    }

    /// To be called when a slot has changed, or has come: the hashes above it are not known any more.
    mutating func forgetHashes(above index: Int) {
        let above = bits(above: index)
        parts.forget(above)
    }

    /// The dividing bits on the way to a slot, as a set of their indices: on either side of it those that are lower than all
    /// between them and the slot.
    private func bits(above index: Int) -> UInt64 {
        bits.withUnsafeBufferPointer { bits in
            var above: UInt64 = 0
            var lowest = UInt32.max
            for position in stride(from: index - 1, through: 0, by: -1) where bits[position] < lowest {
                lowest = bits[position]
                above |= 1 << UInt64(position)
            }
            lowest = .max
            for position in index..<bits.count where bits[position] < lowest {
                lowest = bits[position]
                above |= 1 << UInt64(position)
            }
            return above
        }
    }

    // MARK: What is in the slots

    /// The leaf in a slot.
    func leaf(at index: Int, _ storage: MapStorage) throws(ApplicationError) -> Leaf {
        switch slots[index].content {
        case .smallLeaf(let place): return smallLeaf(place)
        case .leaf(let number, _): return try storage.leaf(number)
        case .page: brokenInvariant("a leaf is asked for where a page is")
        }
    }

    func smallLeaf(_ place: LeafPlace) -> Leaf {
        let middle = Int(place.start) + Int(place.keyCount)
        return Leaf(
            key: Array(leafBytes[Int(place.start)..<middle]), value: Array(leafBytes[middle..<place.bytes.upperBound]))
    }

    /// The page in a slot, when it is in memory.
    func child(at index: Int) -> Page? { contents.children.isEmpty ? nil : contents.children[index] }

    /// Whether the page in a slot is in memory.
    func hasChild(at index: Int) -> Bool { child(at: index) != nil }

    /// The page in a slot.
    func page(at index: Int, _ storage: MapStorage) throws(ApplicationError) -> Page {
        if let page = child(at: index) { return page }
        guard case .page(let name, let version) = slots[index].content else {
            brokenInvariant("a page is asked for where a leaf is")
        }
        return try storage.page(name, version: version)
    }

    /// Changes the page in a slot, which is in memory, in its place.
    mutating func withChild<Result>(at index: Int, _ body: (inout Page) -> Result) -> Result {
        guard hasChild(at: index), let result = children[index]?.change(body) else {
            brokenInvariant("only a page in memory is changed")
        }
        return result
    }

    private mutating func change<Result>(_ body: (inout Page) -> Result) -> Result { body(&self) }

    /// Puts a page into memory, or drops it from there.
    mutating func setChild(_ page: Page?, at index: Int) {
        if !hasChildren {
            if page == nil { return }
            children = Array(repeating: nil, count: slots.count)
        }
        children[index] = page
    }

    /// Drops all pages from memory that are more than so many levels below it.
    mutating func dropChildren(below levels: Int) {
        if levels == 0 {
            children = []
            return
        }
        for index in slots.indices where child(at: index)?.hasChildren ?? false {
            withChild(at: index) { $0.dropChildren(below: levels - 1) }
        }
    }

    /// Whether pages below it are in memory.
    var hasChildren: Bool { !contents.children.isEmpty }

    /// To be called after slots were replaced by others, which hold no page in memory.
    mutating func replaceChildren(_ range: Range<Int>, count: Int) {
        if !hasChildren { return }
        children.replaceSubrange(range, with: repeatElement(nil, count: count))
    }

    // MARK: Reading

    /// What is at the place to which the bits of a key lead.
    func neighbour(of key: [UInt8], _ storage: MapStorage) throws(ApplicationError) -> Neighbour {
        if slots.isEmpty { return .none }
        return try neighbour(of: key, at: index(near: key), storage)
    }

    private func neighbour(
        of key: [UInt8], at index: Int, _ storage: MapStorage
    ) throws(ApplicationError) -> Neighbour {
        switch slots[index].content {
        case .smallLeaf(let place): return Neighbour(smallLeaf(place), of: key)
        case .leaf(let number, let front):
            if let front, let bit = KeyFront(key)?.firstDifference(front) { return .other(differsAt: bit) }
            return Neighbour(try storage.leaf(number), of: key)
        case .page:
            return try page(at: index, storage).neighbour(of: key, storage)
        }
    }

    /// Reads into memory the pages on the way to which the bits of a key lead.
    mutating func load(
        near key: [UInt8], _ storage: MapStorage, _ ledger: inout Ledger
    ) throws(ApplicationError) {
        if slots.isEmpty { return }
        let index = index(near: key)
        if !slots[index].isPage { return }
        if !hasChild(at: index) {
            var page = try page(at: index, storage)
            ledger.count(&page)
            setChild(page, at: index)
        }
        try children[index]?.load(near: key, storage, &ledger)
    }

    /// The same as `neighbour`, when all pages on the way are in memory; otherwise nil. Asked first, since to change a page
    /// that copies of the map share means to copy it.
    func neighbourInMemory(of key: [UInt8], _ storage: MapStorage) throws(ApplicationError) -> Neighbour? {
        if slots.isEmpty { return Neighbour.none }
        let index = index(near: key)
        if !slots[index].isPage { return try neighbour(of: key, at: index, storage) }
        return try child(at: index)?.neighbourInMemory(of: key, storage)
    }
}
