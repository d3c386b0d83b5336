import Chain
import Cryptography
import Invariants

// What is changed here has been loaded before: nothing throws halfway.
extension Page {
    /// Puts the first leaf into a map without entries.
    mutating func start(with leaf: PlacedLeaf) {
        invariant(slots.isEmpty, "only an empty map gets its first leaf")
        willChange()
        slots = [slot(for: leaf)]
    }

    /// Replaces the leaf of the same key.
    mutating func replace(_ leaf: PlacedLeaf, _ ledger: inout Ledger) {
        willChange()
        let index = index(near: leaf.leaf.key)
        forgetHashes(above: index)
        if slots[index].isPage {
            changeChild(at: index) { page in page.replace(leaf, &ledger) }
        } else {
            ledger.note(removed: slots[index])
            slots[index] = slot(for: leaf)
        }
    }

    /// Adds a leaf.
    ///
    /// - Parameter bit: The first in which its key differs from that of the leaf to which its bits lead.
    mutating func insert(_ leaf: PlacedLeaf, at bit: UInt32, _ ledger: inout Ledger) {
        willChange()
        let key = leaf.leaf.key
        let part = part(on: key, before: bit)
        if part.count == 1, isChild(part.lowerBound, dividedBefore: bit) {
            forgetHashes(above: part.lowerBound)
            changeChild(at: part.lowerBound) { page in page.insert(leaf, at: bit, &ledger) }
            divideIfFull(part.lowerBound, key, &ledger)
            return
        }
        let isRight = KeyBits.isSet(bit, in: key)
        let index = isRight ? part.upperBound : part.lowerBound
        slots.makeRoom(for: 1)
        slots.insert(slot(for: leaf), at: index)
        replaceChildren(index..<index, count: 1)
        insert(bit, at: isRight ? index - 1 : index)
        forgetHashes(above: index)
    }

    /// Changes the page in a slot, and notes in the slot that it is changed.
    private mutating func changeChild(at index: Int, _ body: (inout Page) -> Void) {
        if case .page(let name, let version) = slots[index].content, version != Slot.changing {
            slots[index].content = .page(name, version: Slot.changing)
        }
        withChild(at: index, body)
    }

    /// Whether a slot holds a page whose keys differ in a bit before this one.
    private func isChild(_ index: Int, dividedBefore bit: UInt32) -> Bool {
        child(at: index)?.firstBit.map { $0 < bit } ?? false
    }

    /// The slot of a leaf, whose bytes are put among those of the page when it is small.
    private mutating func slot(for leaf: PlacedLeaf) -> Slot {
        if let number = leaf.number {
            return Slot(content: .leaf(number, front: KeyFront(leaf.leaf.key)), hash: leaf.hash)
        }
        return Slot(content: .smallLeaf(keep(leaf.leaf.key, leaf.leaf.value)), hash: leaf.hash)
    }

    private mutating func keep(_ key: some Collection<UInt8>, _ value: some Collection<UInt8>) -> LeafPlace {
        let place = LeafPlace(
            start: UInt32(leafBytes.count), keyCount: UInt8(key.count), valueCount: UInt8(value.count))
        leafBytes.makeRoom(for: key.count + value.count)
        leafBytes += key
        leafBytes += value
        return place
    }

    private mutating func insert(_ bit: UInt32, at index: Int) {
        bits.makeRoom(for: 1)
        bits.insert(bit, at: index)
        parts.insert(unknownAt: index)
    }

    private mutating func removeBit(at index: Int) {
        bits.remove(at: index)
        parts.remove(at: index)
    }

    /// Puts the two halves of a page that is too full in place of it, as a B-tree does: so the tree of pages is low, however
    /// the trie is formed.
    ///
    /// - Parameter key: One that has its place in the page.
    private mutating func divideIfFull(_ index: Int, _ key: [UInt8], _ ledger: inout Ledger) {
        guard var page = child(at: index), page.slots.count > Page.slotsMaximum else { return }
        setChild(nil, at: index)
        let middle = page.division(page.slots.indices)
        let bit = page.bits[middle]
        let right = page.half(middle + 1..<page.slots.count, KeyBits.area(key, settingBit: bit), &ledger)
        var left: Half
        if middle == 0 {
            // One slot alone is no page: the other half keeps its slots, and the page ends.
            left = Half(slot: page.slots[0], leafBytes: page.leafBytes)
            left.page = page.child(at: 0)
            ledger.note(removed: page)
        } else {
            page.keep(middle + 1)
            left = Half(page)
        }
        replace(index..<index + 1, with: [left, right])
        insert(bit, at: index)
        forgetHashes(above: index)
    }

    /// Puts two pages below a root that is too full.
    ///
    /// - Parameter key: Any.
    mutating func divideRootIfFull(_ key: [UInt8], _ ledger: inout Ledger) {
        if slots.count <= Page.slotsMaximum { return }
        let middle = division(slots.indices)
        let bit = bits[middle]
        let halves = [
            half(0..<middle + 1, KeyBits.area(key, clearingBit: bit), &ledger),
            half(middle + 1..<slots.count, KeyBits.area(key, settingBit: bit), &ledger),
        ]
        bits = [bit]
        parts = PartHashes(count: 1)
        replace(slots.indices, with: halves)
        keepLeafBytesInUse()
    }

    /// What a half of a page becomes: a page of its own, or the one slot that it is.
    private struct Half {
        let slot: Slot
        var page: Page?
        /// Where the bytes of a small leaf in the slot are.
        var leafBytes: [UInt8] = []

        init(slot: Slot, leafBytes: [UInt8]) {
            self.slot = slot
            self.leafBytes = leafBytes
        }

        init(_ page: Page) {
            // The hash of a page that is changed is set at the commit.
            slot = Slot(content: .page(page.name, version: Slot.changing), hash: MerkleMap.emptyRoot)
            self.page = page
        }
    }

    private func half(_ part: Range<Int>, _ area: UInt64, _ ledger: inout Ledger) -> Half {
        if part.count == 1 {
            var half = Half(slot: slots[part.lowerBound], leafBytes: leafBytes)
            half.page = child(at: part.lowerBound)
            return half
        }
        var page = Page(
            PageName(area: area, number: ledger.takePageNumber()), slots: Array(slots[part]),
            bits: Array(bits[part.lowerBound..<part.upperBound - 1]))
        page.parts = parts.part(part.lowerBound..<part.upperBound - 1)
        page.leafBytes = leafBytes
        page.keepLeafBytesInUse()
        for index in part {
            if let child = child(at: index) { page.setChild(child, at: index - part.lowerBound) }
        }
        ledger.count(&page)
        return Half(page)
    }

    /// Puts others into the place of slots.
    private mutating func replace(_ range: Range<Int>, with halves: [Half]) {
        slots.replaceSubrange(range, with: halves.map { half in slot(half.slot, from: half.leafBytes) })
        replaceChildren(range, count: halves.count)
        for (offset, half) in halves.enumerated() {
            if let page = half.page { setChild(page, at: range.lowerBound + offset) }
        }
    }

    /// A slot of another page, with the bytes of a small leaf in it.
    private mutating func slot(_ slot: Slot, from bytes: [UInt8]) -> Slot {
        guard case .smallLeaf(let place) = slot.content else { return slot }
        let middle = Int(place.start) + Int(place.keyCount)
        return Slot(
            content: .smallLeaf(keep(bytes[Int(place.start)..<middle], bytes[middle..<place.bytes.upperBound])),
            hash: slot.hash)
    }

    /// Keeps the first slots, at least two.
    private mutating func keep(_ count: Int) {
        replaceChildren(count..<slots.count, count: 0)
        slots.removeSubrange(count...)
        bits.removeSubrange((count - 1)...)
        parts = parts.part(0..<count - 1)
        keepLeafBytesInUse()
    }

    /// Drops the bytes of leaves that are gone, when they are as many as those of leaves that are there.
    mutating func dropUnusedLeafBytes() {
        if leafBytes.count > 2 * leafBytesInUse { keepLeafBytesInUse() }
    }

    private var leafBytesInUse: Int {
        slots.reduce(0) { sum, slot in
            if case .smallLeaf(let place) = slot.content { sum + place.bytes.count } else { sum }
        }
    }

    /// Drops the bytes of leaves that are gone.
    private mutating func keepLeafBytesInUse() {
        if leafBytes.isEmpty { return }
        let old = leafBytes
        leafBytes = []
        leafBytes.reserveCapacity(leafBytesInUse)
        for index in slots.indices { slots[index] = slot(slots[index], from: old) }
    }

    /// Removes the leaf of a key, which is there.
    mutating func remove(_ key: [UInt8], _ ledger: inout Ledger) {
        willChange()
        let index = index(near: key)
        forgetHashes(above: index)
        if slots[index].isPage {
            changeChild(at: index) { page in page.remove(key, &ledger) }
            takeInIfSmall(index, &ledger)
        } else {
            ledger.note(removed: slots[index])
            slots.remove(at: index)
            replaceChildren(index..<index + 1, count: 0)
            if bits.isEmpty { return }
            // Of the bits to its neighbours, the lower one is that between them. What stood above it is forgotten, and
            // what was beside it keeps its hash.
            if index == 0 {
                removeBit(at: 0)
            } else if index > bits.count - 1 || bits[index - 1] > bits[index] {
                removeBit(at: index - 1)
            } else {
                removeBit(at: index)
            }
        }
    }

    /// Takes the slots of a page in place of it, when it has become one too small to stand alone.
    private mutating func takeInIfSmall(_ index: Int, _ ledger: inout Ledger) {
        guard let page = child(at: index) else { return }
        if page.slots.count > 1 && slots.count - 1 + page.slots.count > Page.slotsMaximum / 2 { return }
        ledger.note(removed: page)
        replace(
            index..<index + 1,
            with: page.slots.indices.map { inner in
                var half = Half(slot: page.slots[inner], leafBytes: page.leafBytes)
                half.page = page.child(at: inner)
                return half
            })
        bits.insert(contentsOf: page.bits, at: index)
        parts.insert(page.parts, at: index)
    }
}
