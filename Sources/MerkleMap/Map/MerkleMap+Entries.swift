package import ABCI

extension MerkleMap {
    /// Entries of a range in the order of their keys.
    ///
    /// - Parameters:
    ///   - limit: At most so many; fewer only when there are no more.
    ///   - descending: From the highest key down.
    package func entries(
        in range: KeyRange = KeyRange(), limit: Int, descending: Bool = false
    ) throws(ApplicationError) -> [MapEntry] {
        if limit <= 0 || range.isEmpty { return [] }
        var entries: [MapEntry] = []
        var walk = try MapWalk(self, range, descending: descending)
        while entries.count < limit, let leaf = try walk.next() {
            entries.append(MapEntry(key: leaf.key, value: leaf.value))
        }
        return entries
    }
}

extension MerkleMap {
    /// Calls for every entry in the order of their keys, reading each page once.
    package func forEachEntry(_ body: (MapEntry) throws -> Void) throws {
        var walk = try MapWalk(self, KeyRange(), descending: false)
        while let leaf = try walk.next() { try body(MapEntry(key: leaf.key, value: leaf.value)) }
    }
}
