/// What the changes since the last commit have added and let go.
struct Ledger: Sendable {
    /// A page that no longer belongs to the tree, as it was at the last commit.
    struct RemovedPage: Sendable {
        let name: PageName
        let state: PageState
        /// Whether the page in its place is older than that.
        let isBehind: Bool
    }

    /// The number that the next page gets. None is used twice.
    private(set) var nextPage: UInt64
    private(set) var removedPages: [RemovedPage] = []
    /// Leaves that stood elsewhere, also such as came since the last commit.
    private(set) var removedLeaves: [UInt64] = []
    /// Bytes that pages take in memory, about.
    private(set) var pageBytes = 0

    init(nextPage: UInt64) {
        self.nextPage = nextPage
    }

    mutating func takePageNumber() -> UInt64 {
        defer { nextPage += 1 }
        return nextPage
    }

    /// Notes that what was in a slot is not in the tree any more.
    mutating func note(removed slot: Slot) {
        if case .leaf(let number, _) = slot.content { removedLeaves.append(number) }
    }

    /// Notes that a page is not in the tree any more.
    mutating func note(removed page: Page) {
        pageBytes -= page.countedBytes
        if let state = page.stored {
            removedPages.append(RemovedPage(name: page.name, state: state, isBehind: page.base != state.version))
        }
    }

    /// Counts what a page takes in memory, once more when it was counted before.
    mutating func count(_ page: inout Page) {
        let bytes = page.memoryBytes
        pageBytes += bytes - page.countedBytes
        page.countedBytes = bytes
    }

    /// Sets what the pages in memory take, counted anew.
    mutating func recount(_ bytes: Int) { pageBytes = bytes }

    /// To be called when all that was noted is staged.
    mutating func didCommit() {
        removedPages = []
        removedLeaves = []
    }
}
