package import ABCI
package import Chain
import Cryptography

extension MerkleMap {
    /// Ends a block: computes the hash, and gives what has to be made durable so that this map can be read again.
    ///
    /// Every block is committed, also one that changes nothing: what was kept for the height a hundred before is let go
    /// here. Nothing is dropped from memory that could not be durable yet: the changes of a block must be durable when
    /// the second block after it is committed.
    ///
    /// - Parameter version: The block's height; for the genesis, that before the first block.
    /// - Returns: The changes, the same on every call from the same map.
    /// - Throws: for a version that is not above the last, and what the reader throws. The map is as it was then.
    package mutating func commit(version: Height) throws(ApplicationError) -> [StagedChange] {
        if version < 0 || self.version.map({ version <= $0 }) ?? false {
            throw ApplicationError("the state of height \(version) cannot follow that of \(self.version ?? 0)")
        }
        let past = Height(version.rawValue - MerkleMap.historyHeights)
        let expired = past < 0 ? nil : try storage.leftovers(of: past)
        var settlement = Settlement(version: version)
        if root.isChanged { settledRoot = root.settle(&ledger, &settlement) }
        let changes = MapChanges(settlement, ledger, root: settledRoot, pageVersion: root.version ?? version)
        self.version = version
        ledger.removedPages = []
        ledger.removedLeaves = []
        trim(before: version.previous)
        return changes.all(expired: expired, past)
    }

    /// Drops from memory what was written before a height, if there is too much of it: the pages that have not changed for
    /// the longest time, a quarter of them and a block's more than must go, so that this is done once in several blocks.
    private mutating func trim(before height: Height) {
        if ledger.loaded <= pagesMaximum && ledger.loadedBytes <= MerkleMap.loadedBytesMaximum { return }
        var oldest: Height = -1
        if ledger.loaded > pagesMaximum {
            var versions: [Height] = []
            root.collectVersions(before: height, &versions)
            versions.sort()
            let count = ledger.loaded - pagesMaximum + pagesMaximum / 4
            oldest = count < versions.count ? versions[count].next : height
        }
        ledger.loaded = root.trim(pagesBefore: min(oldest, height), leavesBefore: height)
        ledger.loadedBytes = 0
    }

    /// The root's page with all hashes up to date.
    var settled: Page {
        if !root.isChanged { return root }
        var copy = self
        var settlement = Settlement(version: version?.next ?? 0)
        _ = copy.root.settle(&copy.ledger, &settlement)
        return copy.root
    }
}
