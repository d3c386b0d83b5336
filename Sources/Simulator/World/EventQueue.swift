/// What will happen, ordered by time and then by when it was planned: a binary heap.
struct EventQueue {
    /// A place in the order; what happens lies elsewhere, since it is large and the heap moves its entries often.
    private struct Entry {
        let time: Int64
        let sequence: UInt64
        let slot: Int

        func comes(before other: Entry) -> Bool {
            time != other.time ? time < other.time : sequence < other.sequence
        }
    }

    private var heap: [Entry] = []
    private var slots: [Occurrence?] = []
    private var freeSlots: [Int] = []
    private var sequence: UInt64 = 0

    mutating func add(_ occurrence: Occurrence, at time: Int64) {
        let slot: Int
        if let free = freeSlots.popLast() {
            slot = free
            slots[slot] = occurrence
        } else {
            slot = slots.count
            slots.append(occurrence)
        }
        let entry = Entry(time: time, sequence: sequence, slot: slot)
        sequence += 1
        heap.append(entry)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            if !entry.comes(before: heap[parent]) { break }
            heap[child] = heap[parent]
            child = parent
        }
        heap[child] = entry
    }

    mutating func removeFirst() -> (time: Int64, occurrence: Occurrence)? {
        guard let first = heap.first, let last = heap.popLast() else { return nil }
        if !heap.isEmpty { sink(last) }
        freeSlots.append(first.slot)
        guard let occurrence = slots[first.slot].take() else { return nil }
        return (first.time, occurrence)
    }

    /// Puts an entry in the first place and lets it sink to its own.
    private mutating func sink(_ entry: Entry) {
        var parent = 0
        while 2 * parent + 1 < heap.count {
            var child = 2 * parent + 1
            if child + 1 < heap.count && heap[child + 1].comes(before: heap[child]) { child += 1 }
            if !heap[child].comes(before: entry) { break }
            heap[parent] = heap[child]
            parent = child
        }
        heap[parent] = entry
    }
}
