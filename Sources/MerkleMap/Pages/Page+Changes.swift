import Chain
import Cryptography
import Invariants

// What is changed here has been loaded before: nothing throws halfway.
extension Page {
    /// Puts the first leaf into a map without entries.
    mutating func start(with leaf: PlacedLeaf) {
        invariant(slotCount == 0, "only an empty map gets its first leaf")
        willChange(room: 1)
        view.open(1, slotsAt: 0, bitsAt: 0)
        set(leaf, at: 0)
    }

    /// Replaces the leaf of the same key.
    mutating func replace(_ leaf: PlacedLeaf, _ ledger: inout Ledger) {
        willChange()
        let index = index(near: leaf.leaf.key)
        if view.content(at: index).isPage {
            changeChild(at: index) { page in page.replace(leaf, &ledger) }
        } else {
            ledger.note(removed: view.slot(at: index))
            set(leaf, at: index)
            forgetHashes(above: index)
        }
    }

    /// Adds a leaf.
    ///
    /// - Parameter bit: The first in which its key differs from that of the leaf to which its bits lead.
    mutating func insert(_ leaf: PlacedLeaf, at bit: UInt32, _ ledger: inout Ledger) {
        let key = leaf.leaf.key
        let part = part(on: key, before: bit)
        if part.count == 1, isChild(part.lowerBound, dividedBefore: bit) {
            willChange()
            changeChild(at: part.lowerBound) { page in page.insert(leaf, at: bit, &ledger) }
            divideIfFull(part.lowerBound, key, &ledger)
            return
        }
        willChange(room: 1)
        let isRight = KeyBits.isSet(bit, in: key)
        let index = isRight ? part.upperBound : part.lowerBound
        let bitIndex = isRight ? index - 1 : index
        view.open(1, slotsAt: index, bitsAt: bitIndex)
        view.set(bit: bit, at: bitIndex)
        set(leaf, at: index)
        forgetHashes(above: index)
    }

    /// To be called when a slot has changed, or has come: the hashes above it are not known any more.
    mutating func forgetHashes(above index: Int) {
        own()
        view.header.pointee.known &= ~view.bits(above: index)
    }

    /// Changes the page in a slot, and notes that it is changed.
    private mutating func changeChild(at index: Int, _ body: (inout Page) -> Void) {
        forgetHashes(above: index)
        view.contents[index] = view.content(at: index).at(Slot.changing)
        view.header.pointee.changed |= 1 << UInt64(index)
        withChild(at: index, body)
    }

    /// Whether a slot holds a page whose keys differ in a bit before this one.
    private func isChild(_ index: Int, dividedBefore bit: UInt32) -> Bool {
        view.childView(at: index)?.firstBit.map { $0 < bit } ?? false
    }

    /// Sets a slot, whose leaf's bytes are put among those of the page when it is small.
    private mutating func set(_ leaf: PlacedLeaf, at index: Int) {
        own()
        let content: Slot.Content =
            if let number = leaf.number {
                .leaf(number, front: KeyFront(leaf.leaf.key))
            } else {
                .smallLeaf(view.keep(leaf.leaf.key, leaf.leaf.value))
            }
        view.set(Slot(content: content, hash: leaf.hash), at: index)
    }

    // MARK: Dividing

    /// What a half of a page becomes: a page of its own, or the one slot that it is.
    private struct Half {
        let slot: Slot
        let page: Page?
        /// Where the bytes of a small leaf in the slot are.
        var leafBytes: [UInt8] = []

        /// The slot of a page, with the page in it.
        init(_ index: Int, of page: Page) {
            slot = page.view.slot(at: index)
            self.page = page.child(at: index)
            leafBytes = page.view.leafBytes { $0 }
        }

        init(_ page: Page) {
            // The hash of a page that is changed is set at the commit.
            slot = Slot(content: .page(page.name, version: Slot.changing), hash: MerkleMap.emptyRoot)
            self.page = page
        }
    }

    /// Puts the two halves of a page that is too full in place of it, as a B-tree does: so the tree of pages is low, however
    /// the trie is formed.
    ///
    /// - Parameter key: One that has its place in the page.
    private mutating func divideIfFull(_ index: Int, _ key: [UInt8], _ ledger: inout Ledger) {
        guard view.childView(at: index).map({ $0.count > Page.slotsMaximum }) ?? false, var page = child(at: index)
        else { return }
        setChild(nil, at: index)
        let middle = page.division(0..<page.slotCount)
        let bit = page.bit(at: middle)
        let right = page.half(middle + 1..<page.slotCount, KeyBits.area(key, settingBit: bit), &ledger)
        let left: Half
        if middle == 0 {
            // One slot alone is no page: the other half keeps its slots, and the page ends.
            left = Half(0, of: page)
            ledger.note(removed: page)
        } else {
            page.keepFirst(middle + 1)
            left = Half(page)
        }
        own(room: 1, forPages: left.page != nil || right.page != nil)
        view.open(1, slotsAt: index + 1, bitsAt: index)
        view.set(bit: bit, at: index)
        set(left, at: index)
        set(right, at: index + 1)
        forgetHashes(above: index)
        forgetHashes(above: index + 1)
    }

    /// Puts two pages below a root that is too full.
    ///
    /// - Parameter key: Any.
    mutating func divideRootIfFull(_ key: [UInt8], _ ledger: inout Ledger) {
        if slotCount <= Page.slotsMaximum { return }
        let middle = division(0..<slotCount)
        let bit = bit(at: middle)
        let halves = [
            half(0..<middle + 1, KeyBits.area(key, clearingBit: bit), &ledger),
            half(middle + 1..<slotCount, KeyBits.area(key, settingBit: bit), &ledger),
        ]
        let root = memory.part(0..<2, name, capacity: 2, holdsPages: true)
        replaceMemory(by: root)
        view.header.pointee.known = 0
        view.header.pointee.changed = .max
        view.set(bit: bit, at: 0)
        for (index, half) in halves.enumerated() { set(half, at: index) }
        view.keepLeafBytesInUse()
    }

    private func half(_ part: Range<Int>, _ area: UInt64, _ ledger: inout Ledger) -> Half {
        if part.count == 1 { return Half(part.lowerBound, of: self) }
        var page = Page(PageName(area: area, number: ledger.takePageNumber()), part, of: self)
        ledger.count(&page)
        return Half(page)
    }

    /// Keeps the first slots, at least two, in memory that is no larger.
    private mutating func keepFirst(_ count: Int) {
        replaceMemory(by: memory.part(0..<count, name, capacity: count, holdsPages: view.holdsPages))
        view.header.pointee.changed = .max
        view.keepLeafBytesInUse()
    }

    /// Sets a slot, with the page in it and the bytes of a small leaf in it.
    private mutating func set(_ half: Half, at index: Int) {
        own(forPages: half.page != nil)
        var slot = half.slot
        if case .smallLeaf(let place) = slot.content { slot.content = .smallLeaf(view.keep(place, of: half.leafBytes)) }
        view.set(slot, at: index)
        if view.holdsPages { view.set(child: half.page, at: index) }
    }

    // MARK: Removing

    /// Removes the leaf of a key, which is there.
    mutating func remove(_ key: [UInt8], _ ledger: inout Ledger) {
        willChange()
        let index = index(near: key)
        if view.content(at: index).isPage {
            changeChild(at: index) { page in page.remove(key, &ledger) }
            takeInIfSmall(index, &ledger)
        } else {
            forgetHashes(above: index)
            ledger.note(removed: view.slot(at: index))
            // Of the bits to its neighbours, the lower one is that between them. What stood above it is forgotten, and
            // what was beside it keeps its hash.
            let last = view.bitCount - 1
            let isBefore = index > 0 && (index > last || bit(at: index - 1) > bit(at: index))
            view.close(slotAt: index, bitAt: isBefore ? index - 1 : index)
        }
    }

    /// Takes the slots of a page in place of it, when it has become one too small to stand alone.
    private mutating func takeInIfSmall(_ index: Int, _ ledger: inout Ledger) {
        guard let page = child(at: index) else { return }
        let count = page.slotCount
        if count > 1 && slotCount - 1 + count > Page.slotsMaximum / 2 { return }
        ledger.note(removed: page)
        own(room: count - 1, forPages: page.view.holdsPages)
        view.set(child: nil, at: index)
        view.open(count - 1, slotsAt: index + 1, bitsAt: index)
        for inner in 0..<count {
            set(Half(inner, of: page), at: index + inner)
            if inner == count - 1 { break }
            view.set(bit: page.bit(at: inner), at: index + inner)
            if let hash = page.view.part(at: inner) { view.set(part: hash, at: index + inner) }
        }
        view.header.pointee.changed = .max
    }
}
