/// The leaves of the last blocks that stand elsewhere, by their numbers, until they are durable for sure: those of the block
/// being made, and of the two before it.
struct RecentLeaves: Sendable {
    /// The number of the first of them.
    private var first: UInt64
    private var leaves: [Leaf?] = []
    /// How many are of the blocks before: of the one before the last, and of both.
    private var committed = (older: 0, all: 0)

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
        if number < first + UInt64(committed.all) { return false }
        leaves[Int(number - first)] = nil
        return true
    }

    /// Those of the block being made.
    var added: [(number: UInt64, leaf: Leaf)] {
        (committed.all..<leaves.count).compactMap { index in leaves[index].map { (first + UInt64(index), $0) } }
    }

    /// Ends the block being made, and drops what was committed two blocks before it: that is durable.
    mutating func didCommit() {
        leaves.removeFirst(committed.older)
        first += UInt64(committed.older)
        committed = (committed.all - committed.older, leaves.count)
    }
}
