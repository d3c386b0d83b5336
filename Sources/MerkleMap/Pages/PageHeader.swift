import Chain

/// What a page has beside its slots.
struct PageHeader {
    var name: PageName
    /// Slots for which there is room.
    let capacity: Int
    /// Whether there is room for the pages in the slots.
    let holdsPages: Bool
    var count = 0
    /// Bit *i* says whether the hash of the part that bit *i* divides is known.
    var known: UInt64 = 0
    /// Bit *i* says whether slot *i* may differ from what it was at the last commit. When it is not set, those in front of the
    /// first that may, and those behind the last, are the same as then, counted from their end.
    var changed: UInt64 = 0
    /// The bytes of the small leaves, in any order. Those of leaves that are gone may be among them.
    var leafBytes: [UInt8] = []
    /// The height at which it was changed last; nil when it is changed now, or new.
    var version: Height?
    /// What the page was at the last commit, while it is changed now; nil for a new one.
    var before: PageMemory?
    /// The height as of which all of it is stored in its place; nil when that was never written.
    var base: Height?
    /// Changes stored since.
    var changeCount = 0
    /// Whether the next commit stores all of it.
    var isDue = false
    /// Bytes that it takes in memory, as far as `Ledger` knows.
    var countedBytes = 0
}
