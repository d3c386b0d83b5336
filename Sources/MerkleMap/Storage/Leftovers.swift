/// What a height left behind for those who read other heights.
struct Leftovers: Hashable {
    /// Groups of changes: they go once every page is stored as of a later height.
    var changeGroups: [UInt64] = []
    /// Pages that were removed: they go a hundred heights later.
    var removedPages: [PageName] = []
    /// Leaves that were replaced or removed: they go a hundred heights later.
    var leaves: [UInt64] = []

    init() {}

    init(_ bytes: [UInt8]) throws(ByteReader.Failure) {
        var reader = ByteReader(bytes)
        changeGroups = try reader.rising()
        let areas = try reader.rising()
        removedPages = try areas.map { (area) throws(ByteReader.Failure) in
            PageName(area: area, number: try reader.varint())
        }
        leaves = try reader.rising()
        if !reader.isAtEnd { throw ByteReader.Failure() }
    }

    var isEmpty: Bool { changeGroups.isEmpty && removedPages.isEmpty && leaves.isEmpty }

    /// Each list must rise.
    var bytes: [UInt8] {
        var writer = ByteWriter(capacity: 2 * (changeGroups.count + leaves.count) + 16 * removedPages.count + 16)
        writer.rising(changeGroups)
        writer.rising(removedPages.map(\.area))
        for page in removedPages { writer.varint(page.number) }
        writer.rising(leaves)
        return writer.bytes
    }
}
