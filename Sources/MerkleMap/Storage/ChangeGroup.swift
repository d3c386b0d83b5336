/// The changes of one height to some pages, stored together: a block changes thousands of pages, and an entry of the store
/// for each would cost more than the change.
///
/// The number of a page says in which group its changes are. A group is the number of each of its pages that was changed,
/// rising, and the change behind its length.
enum ChangeGroup {
    /// Groups of a height, at most. A block of a thousand registrations has seven changes in each, half a kibibyte: who
    /// reads one of them reads little else, and a page of LMDB holds several.
    private static let count: UInt64 = 512
    /// The same of a height with very many changes.
    private static let countOfMany: UInt64 = 16_384
    /// Changes that a group has on average, at most, before there are more groups.
    private static let changesMaximum = 16

    /// Whether so many changes stand in more groups.
    static func areMany(_ changes: Int) -> Bool { changes > changesMaximum * Int(count) }

    /// The group of a page, when the changes of a height are many and when they are not.
    static func index(of page: UInt64, ofMany: Bool) -> UInt64 {
        ofMany ? count + page % countOfMany : page % count
    }

    /// The change of a page; nil when there is none.
    static func change(of page: UInt64, in bytes: [UInt8]) throws(ByteReader.Failure) -> PageChange? {
        var reader = ByteReader(bytes)
        while !reader.isAtEnd {
            let number = try reader.varint()
            let change = try reader.raw(try reader.varint())
            if number == page { return try PageChange(Array(change)) }
        }
        return nil
    }
}
