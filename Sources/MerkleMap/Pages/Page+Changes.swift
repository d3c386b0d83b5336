import Cryptography
import Invariants

// What is changed here has been loaded before: nothing throws halfway.
extension Page {
    /// Puts the first leaf into a map without entries.
    mutating func start(with leaf: Leaf) {
        invariant(slots.isEmpty, "only an empty map gets its first leaf")
        willChange()
        slots = [Slot(leaf)]
    }

    /// Replaces the leaf of the same key.
    mutating func replace(_ leaf: Leaf, _ ledger: inout Ledger) {
        willChange()
        let index = index(near: leaf.key)
        forgetHashes(above: index)
        if slots[index].isPage {
            withPage(at: index) { page in page.replace(leaf, &ledger) }
        } else {
            ledger.note(removed: slots[index])
            slots[index] = Slot(leaf)
        }
    }

    /// Adds a leaf.
    ///
    /// - Parameter bit: The first in which its key differs from that of the leaf to which its bits lead.
    mutating func insert(_ leaf: Leaf, at bit: UInt32, _ ledger: inout Ledger) {
        willChange()
        let part = part(on: leaf.key, before: bit)
        if part.count == 1, isPage(part.lowerBound, dividedBefore: bit) {
            forgetHashes(above: part.lowerBound)
            withPage(at: part.lowerBound) { page in page.insert(leaf, at: bit, &ledger) }
            divideIfFull(part.lowerBound, &ledger)
        } else if KeyBits.isSet(bit, in: leaf.key) {
            slots.insert(Slot(leaf), at: part.upperBound)
            insert(bit, at: part.upperBound - 1)
            forgetHashes(above: part.upperBound)
        } else {
            slots.insert(Slot(leaf), at: part.lowerBound)
            insert(bit, at: part.lowerBound)
            forgetHashes(above: part.lowerBound)
        }
    }

    private mutating func insert(_ bit: UInt32, at index: Int) {
        bits.insert(bit, at: index)
        parts.insert(nil, at: index)
    }

    private mutating func removeBit(at index: Int) {
        bits.remove(at: index)
        parts.remove(at: index)
    }

    /// Whether a slot holds a page whose keys differ in a bit before this one.
    private func isPage(_ index: Int, dividedBefore bit: UInt32) -> Bool {
        slots[index].page.value?.firstBit.map { $0 < bit } ?? false
    }

    /// Puts the two halves of a page that is too full in place of it, as a B-tree does: so the tree of pages is low, however
    /// the trie is formed.
    private mutating func divideIfFull(_ index: Int, _ ledger: inout Ledger) {
        guard var page = slots[index].page.value, page.slots.count > Page.slotsMaximum else { return }
        slots[index].page = Shared()
        let middle = page.division(page.slots.indices)
        let right = page.part(middle + 1..<page.slots.count, &ledger)
        let bit = page.bits[middle]
        let left: Slot
        if middle == 0 {
            // One slot alone is no page: the other half keeps its slots, and the page ends.
            left = page.slots[0]
            if let stored = page.stored {
                ledger.removedPages.append(Ledger.RemovedPage(number: page.number, stored: stored))
            }
            ledger.loaded -= 1
        } else {
            page.keep(middle + 1)
            left = Slot(page, hash: slots[index].hash)
        }
        slots.replaceSubrange(index...index, with: [left, right])
        insert(bit, at: index)
        forgetHashes(above: index)
    }

    /// Puts two pages below a root that is too full.
    mutating func divideRootIfFull(_ ledger: inout Ledger) {
        if slots.count <= Page.slotsMaximum { return }
        let middle = division(slots.indices)
        let halves = [part(0..<middle + 1, &ledger), part(middle + 1..<slots.count, &ledger)]
        bits = [bits[middle]]
        parts = [nil]
        slots = halves
    }

    /// A part as a slot: a page of its own, or the one slot that it is.
    private func part(_ part: Range<Int>, _ ledger: inout Ledger) -> Slot {
        if part.count == 1 { return slots[part.lowerBound] }
        ledger.loaded += 1
        let page = Page(
            id: ledger.takePageNumber(), slots: Array(slots[part]),
            bits: Array(bits[part.lowerBound..<part.upperBound - 1]),
            parts: Array(parts[part.lowerBound..<part.upperBound - 1]))
        return Slot(page, hash: slots[part.lowerBound].hash)
    }

    /// Keeps the first slots, at least two.
    private mutating func keep(_ count: Int) {
        slots.removeSubrange(count...)
        bits.removeSubrange((count - 1)...)
        parts.removeSubrange((count - 1)...)
    }

    /// Removes the leaf of a key, which is there.
    mutating func remove(_ key: [UInt8], _ ledger: inout Ledger) {
        willChange()
        let index = index(near: key)
        forgetHashes(above: index)
        if slots[index].isPage {
            withPage(at: index) { page in page.remove(key, &ledger) }
            takeInIfSmall(index, &ledger)
        } else {
            ledger.note(removed: slots[index])
            slots.remove(at: index)
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
        guard let page = slots[index].page.value else { return }
        if page.slots.count > 1 && slots.count - 1 + page.slots.count > Page.slotsMaximum / 2 { return }
        if let stored = page.stored {
            ledger.removedPages.append(Ledger.RemovedPage(number: page.number, stored: stored))
        }
        ledger.loaded -= 1
        slots.replaceSubrange(index...index, with: page.slots)
        bits.insert(contentsOf: page.bits, at: index)
        parts.insert(contentsOf: page.parts, at: index)
    }
}
