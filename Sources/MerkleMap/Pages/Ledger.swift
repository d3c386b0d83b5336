import Chain

/// What the changes since the last commit have added and let go.
struct Ledger: Sendable {
    /// A page that no longer belongs to the tree, as it was stored.
    struct RemovedPage: Sendable {
        let number: UInt64
        let stored: Page.Stored
    }

    /// The numbers that the next page and the next leaf get. None is used twice.
    private(set) var nextPage: UInt64
    private(set) var nextLeaf: UInt64
    var removedPages: [RemovedPage] = []
    var removedLeaves: [UInt64] = []
    /// Pages in memory, about.
    var loaded = 0
    /// Bytes of values in memory that stand elsewhere too, about.
    var loadedBytes = 0

    init(nextPage: UInt64, nextLeaf: UInt64) {
        self.nextPage = nextPage
        self.nextLeaf = nextLeaf
    }

    mutating func takePageNumber() -> UInt64 {
        defer { nextPage += 1 }
        return nextPage
    }

    mutating func takeLeafNumber() -> UInt64 {
        defer { nextLeaf += 1 }
        return nextLeaf
    }

    /// Notes that what was in a slot is not in the tree any more.
    mutating func note(removed slot: Slot) {
        if slot.kind == .leaf, let number = slot.number { removedLeaves.append(number) }
    }
}
