/// Finds what leads from a page to what it is later. Of neither more is encoded than what differs: mostly one slot.
struct PageComparison {
    private let old: PageState
    private let new: PageState

    init(_ old: PageState, _ new: PageState) {
        self.old = old
        self.new = new
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
        if old.bits != new.bits || old.slots.count != new.slots.count { return nil }
        var runs: [PageChange.Run] = []
        var offset = 0
        for index in old.slots.indices {
            let slot = index..<index + 1
            if !isSame(index, index) {
                let (before, after) = (PageCodec.encode(old, slot), PageCodec.encode(new, slot))
                if before.count != after.count { return nil }
                runs += PageChange.runs(before, after, from: offset)
            }
            offset += PageCodec.byteCount(old, slot)
        }
        return runs
    }

    /// How many slots at the front, and of the others how many at the end, are the same with the bits in front of them.
    private var common: (front: Int, back: Int) {
        let count = min(old.slots.count, new.slots.count)
        var front = 0
        while front < count, isSame(front, front), front == 0 || old.bits[front - 1] == new.bits[front - 1] {
            front += 1
        }
        var back = 0
        // The first slot has no bit in front of it.
        while back < count - front {
            let (before, after) = (old.slots.count - 1 - back, new.slots.count - 1 - back)
            if before == 0 || after == 0 || old.bits[before - 1] != new.bits[after - 1] || !isSame(before, after) {
                break
            }
            back += 1
        }
        return (front, back)
    }

    private func isSame(_ before: Int, _ after: Int) -> Bool {
        let (left, right) = (old.slots[before], new.slots[after])
        if left.hash != right.hash { return false }
        // Where the bytes of a small leaf are says nothing; its hash is that of its key and value.
        if case .smallLeaf = left.content, case .smallLeaf = right.content { return true }
        return left.content == right.content
    }
}
