import Chain

/// What a commit writes of the pages.
struct Settlement {
    /// The height.
    let version: Height
    /// Whether there was no commit before: then pages are stored as a whole, and no change.
    let isFirst: Bool
    var pages: [(name: PageName, page: StoredPage)] = []
    /// All changes as they are stored, one after the other.
    private var writer = ByteWriter()
    /// Where those of a page are.
    private var changes: [(page: UInt64, place: Range<Int>)] = []

    init(version: Height, isFirst: Bool) {
        self.version = version
        self.isFirst = isFirst
    }

    mutating func add(_ change: PageChange, of page: UInt64) {
        let start = writer.count
        change.write(&writer)
        changes.append((page, start..<writer.count))
    }

    /// The changes in groups, in the order of these.
    var groups: [(index: UInt64, bytes: [UInt8])] {
        let areMany = ChangeGroup.areMany(changes.count)
        let sorted = changes.map {
            (index: ChangeGroup.index(of: $0.page, ofMany: areMany), page: $0.page, place: $0.place)
        }.sorted { ($0.index, $0.page) < ($1.index, $1.page) }
        var groups: [(index: UInt64, bytes: [UInt8])] = []
        var start = 0
        while start < sorted.count {
            let index = sorted[start].index
            let end = sorted[start...].firstIndex { $0.index != index } ?? sorted.count
            let size = sorted[start..<end].reduce(0) { $0 + $1.place.count + 2 * ByteWriter.varintBytesMaximum }
            var group = ByteWriter(capacity: size)
            for change in sorted[start..<end] {
                group.varint(change.page)
                group.varint(UInt64(change.place.count))
                group.raw(writer.bytes[change.place])
            }
            groups.append((index, group.bytes))
            start = end
        }
        return groups
    }
}
