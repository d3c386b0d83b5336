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
struct Page: @unchecked Sendable {
    /// Slots, at most; more are divided.
    static let slotsMaximum = 32
    /// Slots for which room is made beside the one that comes, in a page to which this block has added one already: it may be
    /// one at the end of the keys, to which all are added.
    private static let slotsAhead = 4

    // Unchecked: copies of the page share the memory until one of them changes, and then that one takes its own. So no two
    // accesses are ever at odds.
    private(set) var memory: PageMemory

    init(_ memory: PageMemory) {
        self.memory = memory
    }

    /// A new page. Only the root may be without slots, or have but one.
    init(_ name: PageName, slots: [Slot] = [], bits: [UInt32] = []) {
        memory = PageMemory.make(name, capacity: max(1, slots.count), holdsPages: slots.contains { $0.isPage })
        view.fill(slots, bits)
    }

    /// A page that was read.
    ///
    /// - Parameters:
    ///   - base: The height as of which it is stored in its place.
    ///   - changeCount: Changes that stand between that and this page.
    init(_ state: PageState, base: Height?, changeCount: Int) {
        memory = state.memory
        view.header.pointee.base = base
        view.header.pointee.changeCount = changeCount
    }

    /// Some slots of a page as a new one.
    init(_ name: PageName, _ part: Range<Int>, of page: Page) {
        memory = page.memory.part(part, name, capacity: part.count, holdsPages: page.memory.view.holdsPages)
        let header = view.header
        header.pointee.changed = .max
        header.pointee.version = nil
        header.pointee.before = nil
        header.pointee.base = nil
        header.pointee.changeCount = 0
        header.pointee.isDue = false
        header.pointee.countedBytes = 0
        view.keepLeafBytesInUse()
    }

    var view: PageView { memory.view }

    var name: PageName { view.header.pointee.name }

    var slots: PageSlots { PageSlots(memory) }

    var slotCount: Int { view.count }

    /// The first bit in which the keys of a slot and the next one differ.
    func bit(at index: Int) -> UInt32 { view.bit(at: index) }

    /// The height at which it was changed last; nil when it is changed now, or new.
    var version: Height? { view.header.pointee.version }

    /// The height as of which all of it is stored in its place; nil when that was never written.
    var base: Height? { view.header.pointee.base }

    /// Changes stored since.
    var changeCount: Int { view.header.pointee.changeCount }

    /// Whether the next commit stores all of it.
    var isDue: Bool {
        get { view.header.pointee.isDue }
        set {
            own()
            view.header.pointee.isDue = newValue
        }
    }

    /// Bytes that it takes in memory, as far as `Ledger` knows.
    var countedBytes: Int {
        get { view.header.pointee.countedBytes }
        set {
            own()
            view.header.pointee.countedBytes = newValue
        }
    }

    var isChanged: Bool { version == nil }

    /// Whether the page in its place is not what it is now.
    var isBehind: Bool { base != version }

    /// How it was at the last commit; nil for a new page.
    var stored: PageState? {
        if let version { return PageState(version: version, memory: memory) }
        guard let before = view.header.pointee.before, let version = before.view.header.pointee.version else {
            return nil
        }
        return PageState(version: version, memory: before)
    }

    /// Bytes that it takes in memory.
    var memoryBytes: Int { memory.memoryBytes }

    // MARK: Whose memory it is

    /// To be called before each change of the memory: copies it when anybody shares it, or when there is no room.
    mutating func own(room: Int = 0, forPages: Bool = false) {
        let isOwn = isKnownUniquelyReferenced(&memory)
        let (needed, capacity, holdsPages) = (view.count + room, view.capacity, view.holdsPages || forPages)
        if isOwn && needed <= capacity && holdsPages == view.holdsPages { return }
        memory = memory.copy(
            capacity: needed <= capacity ? capacity : needed + (isOwn ? Page.slotsAhead : 0), holdsPages: holdsPages)
    }

    /// To be called before the first change.
    ///
    /// - Parameter room: For how many slots that come.
    mutating func willChange(room: Int = 0) {
        if isChanged { return own(room: room) }
        let before = memory
        memory = before.copy(capacity: max(1, view.count + room), holdsPages: view.holdsPages)
        view.header.pointee.before = before
        view.header.pointee.version = nil
    }

    /// To be called once its change is noted.
    mutating func didChange(at height: Height) {
        own()
        let header = view.header
        header.pointee.version = height
        header.pointee.before = nil
        header.pointee.changed = 0
        header.pointee.changeCount += 1
    }

    /// To be called once all of it is noted.
    mutating func didWrite() {
        own()
        let header = view.header
        header.pointee.base = version
        header.pointee.changeCount = 0
        header.pointee.isDue = false
    }

    /// Takes other memory in place of its own.
    mutating func replaceMemory(by memory: PageMemory) { self.memory = memory }

    // MARK: The trie

    /// The index of the lowest bit between the slots of a part of at least two: its left half ends with it.
    func division(_ part: Range<Int>) -> Int { view.division(part) }

    /// The bit at the root of the part of the trie that is in this page; nil when it has but one slot.
    var firstBit: UInt32? { view.firstBit }

    /// The slot to which the bits of a key lead.
    func index(near key: [UInt8]) -> Int { view.index(near: key) }

    /// The subtree to which the bits of a key lead that come before this one; one slot when it is nil.
    func part(on key: [UInt8], before bit: UInt32?) -> Range<Int> { view.part(on: key, before: bit) }

    /// The hash of a part, whose pages are unchanged.
    func hash(_ part: Range<Int>) -> Hash { view.hash(part, keeps: false) }

    var hash: Hash { slotCount == 0 ? MerkleMap.emptyRoot : hash(0..<slotCount) }

    /// The same, and keeps what it computes on the way.
    mutating func keepHash() -> Hash {
        if slotCount == 0 { return MerkleMap.emptyRoot }
        own()
        return view.hash(0..<slotCount, keeps: true)
    }

    // MARK: What is in the slots

    /// The leaf in a slot.
    func leaf(at index: Int, _ storage: MapStorage) throws(ApplicationError) -> Leaf {
        switch view.content(at: index).content {
        case .smallLeaf(let place): return view.smallLeaf(place)
        case .leaf(let number, _): return try storage.leaf(number)
        case .page: brokenInvariant("a leaf is asked for where a page is")
        }
    }

    /// The page in a slot, when it is in memory.
    func child(at index: Int) -> Page? { view.child(at: index) }

    /// The page in a slot.
    func page(at index: Int, _ storage: MapStorage) throws(ApplicationError) -> Page {
        if let page = child(at: index) { return page }
        guard case .page(let name, let version) = view.content(at: index).content else {
            brokenInvariant("a page is asked for where a leaf is")
        }
        return try storage.page(name, version: version)
    }

    /// Changes the page in a slot, which is in memory, in its place.
    mutating func withChild<Result>(at index: Int, _ body: (inout Page) -> Result) -> Result {
        own()
        // Taken out for that: where it is held twice it would be copied.
        guard var child = view.takeChild(at: index) else { brokenInvariant("only a page in memory is changed") }
        defer { view.set(child: child, at: index) }
        return body(&child)
    }

    /// Puts a page into memory, or drops it from there.
    mutating func setChild(_ page: Page?, at index: Int) {
        if page == nil && !view.holdsPages { return }
        own(forPages: page != nil)
        view.set(child: page, at: index)
    }

    /// Drops all pages from memory that are more than so many levels below it.
    mutating func dropChildren(below levels: Int) {
        for index in 0..<slotCount {
            guard let child = view.childView(at: index) else { continue }
            if levels == 0 {
                setChild(nil, at: index)
            } else if child.holdsPages {
                withChild(at: index) { $0.dropChildren(below: levels - 1) }
            }
        }
    }
}
