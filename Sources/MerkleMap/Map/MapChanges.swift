import ABCI
import Chain

/// The staged changes of a commit.
struct MapChanges {
    let settlement: Settlement
    let ledger: Ledger
    let leaves: [(number: UInt64, leaf: Leaf)]
    /// Leaves that stood elsewhere and are not in the tree any more.
    let removedLeaves: [UInt64]
    /// Whole pages that the sweep stores.
    let swept: [(name: PageName, page: StoredPage)]
    let root: RootRecord
    /// What the height a hundred before left behind.
    let expired: (height: Height, leftovers: Leftovers?)
    /// What heights left behind whose changes go.
    let swallowed: [(height: Height, leftovers: Leftovers)]

    /// All of them, in the order of their kinds and numbers: neighbours in storage are written one after the other.
    var all: [StagedChange] {
        var changes: [StagedChange] = []
        let groups = settlement.groups
        changes.reserveCapacity(
            2 * groups.count + settlement.pages.count + swept.count + leaves.count + 64)
        addChanges(groups, to: &changes)
        addLeftovers(groups, to: &changes)
        let version = settlement.version
        changes.append(put(.lastVersion, BigEndian.bytes(version.rawValue)))
        addPages(to: &changes)
        if expired.height >= 0 { changes.append(remove(.root(expired.height))) }
        changes.append(put(.root(version), root.bytes))
        let goneLeaves = settlement.isFirst ? removedLeaves.sorted() : expired.leftovers?.leaves ?? []
        for number in goneLeaves { changes.append(remove(.leaf(number))) }
        for (number, leaf) in leaves {
            var writer = ByteWriter(capacity: leaf.key.count + leaf.value.count + 4)
            writer.counted(leaf.key)
            writer.raw(leaf.value)
            changes.append(put(.leaf(number), writer.bytes))
        }
        return changes
    }

    private func addChanges(_ groups: [(index: UInt64, bytes: [UInt8])], to changes: inout [StagedChange]) {
        for (height, leftovers) in swallowed {
            for index in leftovers.changeGroups { changes.append(remove(.changes(height, index))) }
        }
        for (index, bytes) in groups { changes.append(put(.changes(settlement.version, index), bytes)) }
    }

    private func addLeftovers(_ groups: [(index: UInt64, bytes: [UInt8])], to changes: inout [StagedChange]) {
        for (height, _) in swallowed { changes.append(remove(.leftovers(height))) }
        // What an earlier part of a restored map left goes at once: no height needs it.
        if settlement.isFirst { return }
        var left = Leftovers()
        left.changeGroups = groups.map(\.index)
        left.removedPages = ledger.removedPages.map(\.name).sorted()
        left.leaves = removedLeaves.sorted()
        if !left.isEmpty { changes.append(put(.leftovers(settlement.version), left.bytes)) }
    }

    private func addPages(to changes: inout [StagedChange]) {
        // A page that goes may still be read at other heights: it is brought up to what it was, for a last time.
        let removed = ledger.removedPages
        let last = (settlement.isFirst ? [] : removed.filter(\.isBehind)).map { page in
            (name: page.name, page: StoredPage(version: page.state.version, body: page.state.body))
        }
        let written = (settlement.pages + swept + last).map { (name: $0.name, page: Optional($0.page)) }
        let goneNames = settlement.isFirst ? removed.map(\.name) : expired.leftovers?.removedPages ?? []
        let gone = goneNames.map { (name: $0, page: StoredPage?.none) }
        for (name, page) in (written + gone).sorted(by: { $0.name < $1.name }) {
            changes.append(StagedChange(key: StorageKey.page(name).bytes, value: page?.bytes))
        }
    }

    private func put(_ key: StorageKey, _ value: [UInt8]) -> StagedChange { StagedChange(key: key.bytes, value: value) }

    private func remove(_ key: StorageKey) -> StagedChange { StagedChange(key: key.bytes, value: nil) }
}
