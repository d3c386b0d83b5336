import Chain
import Cryptography
import Invariants

extension Page {
    /// Computes the hashes of this page and of those below it, and notes what has to be written of them.
    ///
    /// - Returns: The hash of the page.
    mutating func settle(_ ledger: inout Ledger, _ settlement: inout Settlement) -> Hash {
        if !isChanged { return hash }
        let before = stored
        for index in slots.indices {
            switch slots[index].kind {
            case .page:
                if !slots[index].page.isEmpty { settlePage(index, &ledger, &settlement) }
            case .leaf where slots[index].number == nil:
                guard let leaf = slots[index].leaf else { brokenInvariant("a leaf without a number is in memory") }
                let number = ledger.takeLeafNumber()
                settlement.leaves.append((number, leaf))
                slots[index].number = number
            case .leaf, .smallLeaf: break
            }
        }
        didWrite(at: settlement.version)
        settlement.pages.append(
            Settlement.WrittenPage(number: number, body: PageCodec.encode(self), before: before))
        return hash
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

    /// Drops pages from memory that were written before a height, and leaves that stand elsewhere in pages that were.
    ///
    /// - Returns: Pages that stay.
    mutating func trim(before height: Height) -> Int {
        var count = 1
        let isOld = version.map { $0 < height } ?? false
        for index in slots.indices {
            if isOld && slots[index].kind == .leaf && slots[index].number != nil { slots[index].leaf = nil }
            if slots[index].page.isEmpty { continue }
            let stays: Int? = withPage(at: index) { page in
                if let version = page.version, version < height { return nil }
                return page.trim(before: height)
            }
            if let stays {
                count += stays
            } else {
                slots[index].page = Shared()
            }
        }
        return count
    }
}
