/// Finds what leads from a page to what it is later. Of neither more is encoded than what differs: mostly one slot.
struct PageComparison {
    private let old: PageState
    private let new: PageState
    /// Slots of the new page that may differ, as in `PageHeader`.
    private let changed: UInt64

    init(_ old: PageState, _ new: PageState, changed: UInt64 = .max) {
        self.old = old
        self.new = new
        self.changed = changed
    }

    var change: PageChange {
        if let runs { return PageChange(of: old.version, runs) }
        let (front, back) = common
        return PageChange(
            from: PageCodec.encode(old, front..<old.slots.count - back), of: old.version,
            to: PageCodec.encode(new, front..<new.slots.count - back),
            skippedFront: PageCodec.byteCount(old, 0..<front),
            skippedBack: PageCodec.byteCount(old, old.slots.count - back..<old.slots.count))
    }

    /// The bytes that differ, when slots have changed, each for one that takes as many bytes, and nothing else.
    private var runs: [PageChange.Run]? {
        let count = old.slots.count
        if count != new.slots.count || !(0..<max(0, count - 1)).allSatisfy({ isSameBit($0, $0) }) { return nil }
        var runs: [PageChange.Run] = []
        var (offset, end) = (0, 0)
        for index in 0..<count where !isSame(index, index) {
            let slot = index..<index + 1
            let (before, after) = (PageCodec.encode(old, slot), PageCodec.encode(new, slot))
            if before.count != after.count { return nil }
            offset += PageCodec.byteCount(old, end..<index)
            runs += PageChange.runs(before, after, from: offset)
            offset += before.count
            end = index + 1
        }
        return runs
    }

    /// How many slots at the front, and of the others how many at the end, are the same with the bits in front of them.
    private var common: (front: Int, back: Int) {
        let (oldCount, newCount) = (old.slots.count, new.slots.count)
        let count = min(oldCount, newCount)
        var front = 0
        while front < count, isSame(front, front), front == 0 || isSameBit(front - 1, front - 1) { front += 1 }
        var back = 0
        // The first slot has no bit in front of it.
        while back < count - front {
            let (before, after) = (oldCount - 1 - back, newCount - 1 - back)
            if before == 0 || after == 0 || !isSameBit(before - 1, after - 1) || !isSame(before, after) { break }
            back += 1
        }
        return (front, back)
    }

    private func isSameBit(_ before: Int, _ after: Int) -> Bool {
        withExtendedLifetime((old.memory, new.memory)) {
            old.memory.view.bit(at: before) == new.memory.view.bit(at: after)
        }
    }

    private func isSame(_ before: Int, _ after: Int) -> Bool {
        if changed >> UInt64(after) & 1 == 0 { return true }
        let (left, right) = (old.slots[before], new.slots[after])
        if left.hash != right.hash { return false }
        // Where the bytes of a small leaf are says nothing; its hash is that of its key and value.
        if case .smallLeaf = left.content, case .smallLeaf = right.content { return true }
        return left.content == right.content
    }
}
