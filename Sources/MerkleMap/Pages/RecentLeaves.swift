import Chain

/// The leaves of the last blocks that stand elsewhere, by their numbers, until they are durable: those of the block being made,
/// and of the ones before it. While a node catches up, many blocks may be made before one is durable.
struct RecentLeaves: Sendable {
    /// The number of the first of them.
    private var first: UInt64
    private var leaves: [Leaf?] = []
    /// How many are of each block before that was not durable, and of all of them.
    private var blocks: [(height: Height, count: Int)] = []
    private var committed = 0

    /// - Parameter next: The number that the next one gets.
    init(next: UInt64) {
        first = next
    }

    /// The number that the next one gets. None is used twice.
    var next: UInt64 { first + UInt64(leaves.count) }

    mutating func add(_ leaf: Leaf) -> UInt64 {
        defer { leaves.append(leaf) }
        return next
    }

    /// nil for one that is durable.
    subscript(number: UInt64) -> Leaf? {
        number < first || number >= next ? nil : leaves[Int(number - first)]
    }

    /// Forgets a leaf of the block being made: it never gets into the store.
    ///
    /// - Returns: Whether it is of that block.
    mutating func forget(_ number: UInt64) -> Bool {
        if number < first + UInt64(committed) { return false }
        leaves[Int(number - first)] = nil
        return true
    }

    /// Those of the block being made.
    var added: [(number: UInt64, leaf: Leaf)] {
        (committed..<leaves.count).compactMap { index in leaves[index].map { (first + UInt64(index), $0) } }
    }

    /// Ends the block being made, and drops what is durable.
    ///
    /// - Parameter durable: The last height that is durable; nil when none is.
    mutating func didCommit(_ height: Height, durable: Height?) {
        blocks.append((height, leaves.count - committed))
        committed = leaves.count
        guard let durable else { return }
        let stored = blocks.prefix { $0.height <= durable }
        let count = stored.reduce(0) { $0 + $1.count }
        blocks.removeFirst(stored.count)
        leaves.removeFirst(count)
        first += UInt64(count)
        committed -= count
    }
}
