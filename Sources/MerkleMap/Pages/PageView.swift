import Cryptography
import Invariants

/// A page in memory without a reference to it: reading on the way through the tree counts none. It is good for as long as
/// somebody else holds the page, and is changed only by who alone does.
struct PageView {
    let header: UnsafeMutablePointer<PageHeader>
    let tail: UnsafeMutableRawPointer

    var count: Int { header.pointee.count }

    var bitCount: Int { max(0, count - 1) }

    var capacity: Int { header.pointee.capacity }

    var holdsPages: Bool { header.pointee.holdsPages }

    private var layout: PageLayout { PageLayout(capacity: capacity) }

    // MARK: The parts

    /// Between each slot and the next one, the first bit in which their keys differ.
    var bits: UnsafeMutablePointer<UInt32> { tail.assumingMemoryBound(to: UInt32.self) }

    var contents: UnsafeMutablePointer<PackedContent> {
        (tail + layout.contents).assumingMemoryBound(to: PackedContent.self)
    }

    /// Of the leaf or subtree in each slot.
    var hashes: UnsafeMutablePointer<Hash> { (tail + layout.hashes).assumingMemoryBound(to: Hash.self) }

    /// At each dividing bit the hash of the part of the trie that it divides, where it is known.
    var parts: UnsafeMutablePointer<Hash> { (tail + layout.parts).assumingMemoryBound(to: Hash.self) }

    /// The pages in the slots, as far as they are in memory. Only where there is room for some.
    ///
    /// Each is a reference that this page has counted; as references of Swift's they would be copied one by one by way of what
    /// the compiler knows of their type.
    private var children: UnsafeMutablePointer<Unmanaged<PageMemory>?> {
        (tail + layout.children).assumingMemoryBound(to: Unmanaged<PageMemory>?.self)
    }

    // MARK: Reading

    func content(at index: Int) -> PackedContent {
        expect(index)
        return contents[index]
    }

    func hash(at index: Int) -> Hash {
        expect(index)
        return hashes[index]
    }

    func slot(at index: Int) -> Slot {
        expect(index)
        return Slot(content: contents[index].content, hash: hashes[index])
    }

    func bit(at index: Int) -> UInt32 {
        invariant(index >= 0 && index < bitCount, "a page is asked for a bit that it has")
        return bits[index]
    }

    /// The hash of the part that a bit divides; nil when it is not known.
    func part(at index: Int) -> Hash? {
        invariant(index >= 0 && index < bitCount, "a page is asked for a hash that it may have")
        return header.pointee.known >> UInt64(index) & 1 == 1 ? parts[index] : nil
    }

    func child(at index: Int) -> Page? {
        expect(index)
        return holdsPages ? children[index].map { Page($0.takeUnretainedValue()) } : nil
    }

    /// The page in a slot without a reference to it, when it is in memory.
    func childView(at index: Int) -> PageView? {
        expect(index)
        if !holdsPages { return nil }
        return children[index]?._withUnsafeGuaranteedRef { $0.view }
    }

    private func expect(_ index: Int) {
        invariant(index >= 0 && index < count, "a page is asked for a slot that it has")
    }

    // MARK: Changing

    func set(_ slot: Slot, at index: Int) {
        expect(index)
        contents[index] = PackedContent(slot.content)
        hashes[index] = slot.hash
        header.pointee.changed |= 1 << UInt64(index)
    }

    func set(bit: UInt32, at index: Int) {
        invariant(index >= 0 && index < bitCount, "a bit stands between two slots")
        bits[index] = bit
    }

    func set(part hash: Hash, at index: Int) {
        invariant(index >= 0 && index < bitCount, "a hash stands at a bit")
        parts[index] = hash
        header.pointee.known |= 1 << UInt64(index)
    }

    /// Puts a page into memory, or drops it from there. There must be room for pages.
    func set(child: Page?, at index: Int) {
        expect(index)
        invariant(holdsPages, "pages are held where there is room for them")
        let before = children[index]
        children[index] = child.map { Unmanaged.passRetained($0.memory) }
        before?.release()
    }

    /// Takes a page out of memory, to be put there again when it is changed.
    func takeChild(at index: Int) -> Page? {
        expect(index)
        if !holdsPages { return nil }
        let child = children[index]
        children[index] = nil
        return child.map { Page($0.takeRetainedValue()) }
    }

    /// Lets go the pages. To be called when nobody holds this one any more.
    func releaseChildren() {
        if !holdsPages { return }
        for index in 0..<count { children[index]?.release() }
    }

    /// Puts slots into a page that has none.
    ///
    /// - Parameter bits: Those between them.
    func fill(_ slots: [Slot], _ bits: [UInt32]) {
        invariant(max(1, slots.count) == bits.count + 1, "between two slots stands a bit")
        open(slots.count, slotsAt: 0, bitsAt: 0)
        for (index, slot) in slots.enumerated() { set(slot, at: index) }
        for (index, bit) in bits.enumerated() { set(bit: bit, at: index) }
    }

    /// Takes slots of another page into one that has none.
    func take(_ range: Range<Int>, of other: PageView) {
        invariant(
            count == 0 && range.count <= capacity && range.upperBound <= other.count
                && (holdsPages || !other.holdsPages),
            "a page is copied to where there is room for it")
        header.pointee.count = range.count
        bits.update(from: other.bits + range.lowerBound, count: bitCount)
        contents.update(from: other.contents + range.lowerBound, count: count)
        hashes.update(from: other.hashes + range.lowerBound, count: count)
        let known = other.header.pointee.known >> UInt64(range.lowerBound) & mask(below: bitCount)
        if known != 0 { parts.update(from: other.parts + range.lowerBound, count: bitCount) }
        header.pointee.known = known
        if other.holdsPages {
            children.update(from: other.children + range.lowerBound, count: count)
            for index in 0..<count { _ = children[index]?.retain() }
        }
    }

    /// Makes place for slots and as many bits. What stands there then is to be set; the hashes at the bits are not known.
    func open(_ added: Int, slotsAt index: Int, bitsAt bitIndex: Int) {
        let (slotsBehind, bitsBehind) = (count - index, bitCount - bitIndex)
        invariant(
            added >= 0 && count + added <= capacity && index >= 0 && slotsBehind >= 0 && bitIndex >= 0
                && bitsBehind >= 0,
            "slots are put where there is room for them")
        move(bits, bitIndex, bitIndex + added, bitsBehind)
        move(parts, bitIndex, bitIndex + added, bitsBehind)
        move(contents, index, index + added, slotsBehind)
        move(hashes, index, index + added, slotsBehind)
        if holdsPages {
            move(children, index, index + added, slotsBehind)
            (children + index).update(repeating: nil, count: added)
        }
        let header = header
        header.pointee.count += added
        header.pointee.known = PageView.opened(header.pointee.known, bitIndex, added)
        header.pointee.changed =
            PageView.opened(header.pointee.changed, index, added) | mask(below: added) << UInt64(index)
    }

    /// Takes a slot away, and a bit if there is one.
    func close(slotAt index: Int, bitAt bitIndex: Int) {
        expect(index)
        if count > 1 {
            invariant(bitIndex >= 0 && bitIndex < bitCount, "a bit goes with a slot")
            move(bits, bitIndex + 1, bitIndex, bitCount - bitIndex - 1)
            move(parts, bitIndex + 1, bitIndex, bitCount - bitIndex - 1)
            header.pointee.known = PageView.closed(header.pointee.known, bitIndex)
        }
        move(contents, index + 1, index, count - index - 1)
        move(hashes, index + 1, index, count - index - 1)
        if holdsPages {
            children[index]?.release()
            move(children, index + 1, index, count - index - 1)
        }
        header.pointee.count -= 1
        // Where the others were before is not noted.
        header.pointee.changed = .max
    }

    private func move<Element>(_ start: UnsafeMutablePointer<Element>, _ from: Int, _ to: Int, _ count: Int) {
        (start + to).update(from: start + from, count: count)
    }

    private func mask(below index: Int) -> UInt64 { PageView.mask(below: index) }

    private static func mask(below index: Int) -> UInt64 { index >= 64 ? .max : (1 << UInt64(index)) - 1 }

    private static func opened(_ set: UInt64, _ index: Int, _ added: Int) -> UInt64 {
        set & mask(below: index) | (set & ~mask(below: index)) << UInt64(added)
    }

    private static func closed(_ set: UInt64, _ index: Int) -> UInt64 {
        set & mask(below: index) | (set >> 1) & ~mask(below: index)
    }
}
