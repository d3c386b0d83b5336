/// What a height left behind for those who read the heights before it, and what goes a hundred heights later.
struct Leftovers: Hashable {
    /// Pages that were changed: their undo records go.
    var changedPages: [UInt64] = []
    /// Pages that were removed: their undo records go, and what marks their place.
    var removedPages: [UInt64] = []
    /// Leaves that were replaced or removed: they go themselves.
    var leaves: [UInt64] = []

    init() {}

    init(_ bytes: [UInt8]) throws(ByteReader.Failure) {
        var reader = ByteReader(bytes)
        changedPages = try reader.rising()
        removedPages = try reader.rising()
        leaves = try reader.rising()
        if !reader.isAtEnd { throw ByteReader.Failure() }
    }

    var isEmpty: Bool { changedPages.isEmpty && removedPages.isEmpty && leaves.isEmpty }

    /// Each list must rise.
    var bytes: [UInt8] {
        var writer = ByteWriter(capacity: 2 * (changedPages.count + removedPages.count + leaves.count) + 16)
        writer.rising(changedPages)
        writer.rising(removedPages)
        writer.rising(leaves)
        return writer.bytes
    }
}
