package import ABCI
package import Chain
import Cryptography

extension MerkleMap {
    /// Ends a block: computes the hash, and gives what has to be made durable so that this map can be read again.
    ///
    /// Every block is committed, also one that changes nothing: what was kept for the height a hundred before is let go
    /// here. Nothing is dropped from memory that is not durable yet, as the store says: some blocks may be made before one is.
    ///
    /// - Parameter version: The block's height; for the genesis, that before the first block.
    /// - Returns: The changes, the same on every call from the same map.
    /// - Throws: for a version that is not above the last, and what the reader throws. The map is as it was then.
    package mutating func commit(version: Height) throws(ApplicationError) -> [StagedChange] {
        if version < 0 || self.version.map({ version <= $0 }) ?? false {
            throw ApplicationError("the state of height \(version) cannot follow that of \(self.version ?? 0)")
        }
        // All that can fail comes first.
        let durable = try storage.lastVersion()
        let past = Height(version.rawValue - MerkleMap.historyHeights)
        let expired = past < 0 ? nil : try storage.leftovers(of: past)
        var sweptRoot = root
        var sweep = self.sweep ?? Sweep(at: version)
        // The first commit stores all pages.
        let swept = self.sweep == nil ? [] : try MerkleMap.sweep(&sweptRoot, &sweep, at: version, storage)
        var swallowed: [(height: Height, leftovers: Leftovers)] = []
        for number in sweep.takeHeights(at: version) {
            let height = Height(number)
            if let leftovers = try storage.leftovers(of: height) { swallowed.append((height, leftovers)) }
        }
        root = sweptRoot
        sweptRoot = Page(.root)
        self.sweep = sweep
        var settlement = Settlement(version: version, isFirst: self.version == nil)
        if root.isChanged { settledRoot = root.settle(&ledger, &settlement) }
        let removedLeaves = ledger.removedLeaves.filter { !storage.leaves.forget($0) }
        let changes = MapChanges(
            settlement: settlement, ledger: ledger, leaves: storage.leaves.added, removedLeaves: removedLeaves,
            swept: swept,
            root: RootRecord(
                hash: settledRoot, pageVersion: root.version ?? version, nextPage: ledger.nextPage,
                nextLeaf: storage.leaves.next, sweep: sweep),
            expired: (past, expired), swallowed: swallowed)
        self.version = version
        ledger.didCommit()
        storage.leaves.didCommit(version, durable: durable)
        if let durable { trim(before: min(durable.next, version.previous)) }
        return changes.all
    }

    /// Ends a part of a map that is being restored: a height that is made of more entries than memory should hold.
    ///
    /// Every part is committed as the first height of a map is, so that after the last one all is as if there had been
    /// nothing but that height. What is given has to be durable before the map is used again; then `dropCache` may follow.
    ///
    /// - Parameter version: The height, the same with every part.
    /// - Throws: what `commit(version:)` does; the map must not be used then.
    package mutating func commitPart(version: Height) throws(ApplicationError) -> [StagedChange] {
        self.version = nil
        sweep = nil
        return try commit(version: version)
    }

    /// Goes on storing whole pages.
    private static func sweep(
        _ root: inout Page, _ sweep: inout Sweep, at height: Height, _ storage: MapStorage
    ) throws(ApplicationError) -> [(name: PageName, page: StoredPage)] {
        // Nothing has changed since all was stored.
        if let version = root.version, version <= sweep.completed {
            sweep.rest(at: height)
            return []
        }
        var sweeper = try Sweeper(sweep, root, storage)
        try sweeper.run(&root)
        if let place = sweeper.place {
            sweep.goOn(after: place, written: sweeper.count)
        } else {
            sweep.end(at: height, written: sweeper.count)
        }
        return sweeper.pages
    }

    /// Drops from memory what was changed last before a height, if there is too much of it: the pages that have not changed
    /// for the longest time, a quarter of them and a block's more than must go, so that this is done once in several blocks.
    private mutating func trim(before height: Height) {
        if ledger.pageBytes <= pageBytesMaximum { return }
        var bytes: [Height: Int] = [:]
        root.countBytes(before: height, &bytes)
        var excess = ledger.pageBytes - pageBytesMaximum * 3 / 4
        var oldest: Height = -1
        for (version, count) in bytes.sorted(by: { $0.key < $1.key }) where excess > 0 {
            excess -= count
            oldest = version.next
        }
        ledger.recount(root.trim(before: min(oldest, height)))
    }

    /// The root's page with all hashes up to date.
    var settled: Page {
        if !root.isChanged { return root }
        var copy = self
        var settlement = Settlement(version: version?.next ?? 0, isFirst: false)
        _ = copy.root.settle(&copy.ledger, &settlement)
        return copy.root
    }
}
