import Chain
import Cryptography
import Invariants

extension Page {
    /// Computes the hashes of this page and of those below it, and notes what has to be written of them.
    ///
    /// - Returns: The hash of the page.
    mutating func settle(_ ledger: inout Ledger, _ settlement: inout Settlement) -> Hash {
        if !isChanged { return keepHash() }
        let before = stored
        for index in slots.indices {
            switch slots[index].kind {
            case .page:
                if !slots[index].page.isEmpty { settlePage(index, &ledger, &settlement) }
            case .leaf where slots[index].number == nil:
                guard let leaf = slots[index].leaf else { brokenInvariant("a leaf without a number is in memory") }
                let number = ledger.takeLeafNumber()
                settlement.leaves.append((number, leaf))
                ledger.loadedBytes += leaf.value.count
                slots[index].number = number
            case .leaf, .smallLeaf: break
            }
        }
        didWrite(at: settlement.version)
        settlement.pages.append(
            Settlement.WrittenPage(number: number, body: PageCodec.encode(self), before: before))
        return keepHash()
    }

    private mutating func settlePage(_ index: Int, _ ledger: inout Ledger, _ settlement: inout Settlement) {
        let settled: Hash? = withPage(at: index) { page in
            page.isChanged ? page.settle(&ledger, &settlement) : nil
        }
        if let settled {
            slots[index].hash = settled
            slots[index].version = settlement.version
        }
    }

    /// Drops pages from memory that were written before a height, and leaves that stand elsewhere in pages that were
    /// written before another.
    ///
    /// What has nothing to drop is not touched: a copy of the map may share it.
    ///
    /// - Returns: Pages that stay.
    mutating func trim(pagesBefore height: Height, leavesBefore leafHeight: Height) -> Int {
        var count = 1
        let isOld = version.map { $0 < leafHeight } ?? false
        for index in slots.indices {
            if isOld && slots[index].hasStoredLeaf { slots[index].leaf = nil }
            guard let page = slots[index].page.value else { continue }
            if let version = page.version, version < height {
                slots[index].page = Shared()
            } else if page.isTrimmed(leavesBefore: leafHeight) {
                count += 1
            } else {
                count += withPage(at: index) { $0.trim(pagesBefore: height, leavesBefore: leafHeight) }
            }
        }
        return count
    }

    /// Whether it has neither pages below it nor leaves to drop.
    private func isTrimmed(leavesBefore height: Height) -> Bool {
        let isOld = version.map { $0 < height } ?? false
        return !slots.contains { !$0.page.isEmpty || isOld && $0.hasStoredLeaf }
    }

    /// Adds the heights at which the pages in memory were written, below a height.
    func collectVersions(before height: Height, _ versions: inout [Height]) {
        for slot in slots {
            guard let page = slot.page.value else { continue }
            if let version = page.version, version < height { versions.append(version) }
            page.collectVersions(before: height, &versions)
        }
    }
}
