import Chain

/// What a commit writes of the pages.
struct Settlement {
    /// The height.
    let version: Height
    /// Whether there was no commit before: then pages are stored as a whole, and no change.
    let isFirst: Bool
    var changes: [(number: UInt64, change: PageChange)] = []
    var pages: [(name: PageName, page: StoredPage)] = []
}
