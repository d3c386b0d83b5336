import ABCI
import Chain
import Cryptography

/// The staged changes of a commit.
struct MapChanges {
    private let settlement: Settlement
    private let ledger: Ledger
    private let root: RootRecord

    init(_ settlement: Settlement, _ ledger: Ledger, root hash: Hash, pageVersion: Height) {
        self.settlement = settlement
        self.ledger = ledger
        root = RootRecord(
            hash: hash, pageVersion: pageVersion, nextPage: ledger.nextPage, nextLeaf: ledger.nextLeaf)
    }

    /// All of them, in the order of their kinds and numbers: neighbours in storage are written one after the other.
    ///
    /// - Parameters:
    ///   - expired: What the height `past` left behind, which goes now.
    func all(expired: Leftovers?, _ past: Height) -> [StagedChange] {
        let version = settlement.version
        var changes = [put(.lastVersion, BigEndian.bytes(version.rawValue)), put(.root(version), root.bytes)]
        if past >= 0 { changes.append(remove(.root(past))) }
        if let expired {
            changes.append(remove(.leftovers(past)))
            changes += (expired.changedPages + expired.removedPages).map { remove(.undo(past, $0)) }
            changes += expired.removedPages.map { remove(.page($0)) }
            changes += expired.leaves.map { remove(.leaf($0)) }
        }
        var left = Leftovers()
        let pages = settlement.pages.sorted { $0.number < $1.number }
        let removed = ledger.removedPages.sorted { $0.number < $1.number }
        for page in pages {
            changes.append(put(.page(page.number), StoredPage(version: version, body: page.body).bytes))
        }
        for page in removed {
            changes.append(put(.page(page.number), StoredPage(version: version, body: []).bytes))
        }
        for page in pages {
            guard let before = page.before else { continue }
            left.changedPages.append(page.number)
            changes.append(put(.undo(version, page.number), UndoRecord(of: before, becoming: page.body).bytes))
        }
        for page in removed {
            left.removedPages.append(page.number)
            changes.append(put(.undo(version, page.number), UndoRecord(of: page.stored, becoming: []).bytes))
        }
        left.leaves = ledger.removedLeaves.sorted()
        if !left.isEmpty { changes.append(put(.leftovers(version), left.bytes)) }
        for (number, leaf) in settlement.leaves {
            var writer = ByteWriter(capacity: leaf.key.count + leaf.value.count + 4)
            writer.counted(leaf.key)
            writer.raw(leaf.value)
            changes.append(put(.leaf(number), writer.bytes))
        }
        return changes
    }

    private func put(_ key: StorageKey, _ value: [UInt8]) -> StagedChange { StagedChange(key: key.bytes, value: value) }

    private func remove(_ key: StorageKey) -> StagedChange { StagedChange(key: key.bytes, value: nil) }
}
