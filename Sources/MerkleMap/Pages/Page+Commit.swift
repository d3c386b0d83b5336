import Chain
import Cryptography

extension Page {
    /// Computes the hashes of this page and of those below it, and notes what has to be written of them.
    ///
    /// - Returns: The hash of the page.
    mutating func settle(_ ledger: inout Ledger, _ settlement: inout Settlement) -> Hash {
        if !isChanged { return hash }
        let before = stored
        for index in slots.indices {
            if isChangedPage(index) {
                slots[index].hash = withPage(at: index) { page in page.settle(&ledger, &settlement) }
                continue
            }
            switch slots[index].content {
            case .leaf(let leaf, number: nil) where !leaf.isSmall:
                let number = ledger.takeLeafNumber()
                settlement.leaves.append((number, leaf))
                slots[index].content = .leaf(leaf, number: number)
            default: break
            }
        }
        didWrite(at: settlement.version)
        settlement.pages.append(
            Settlement.WrittenPage(number: number, body: PageCodec.encode(self), before: before))
        return hash
    }

    private func isChangedPage(_ index: Int) -> Bool {
        if case .page(let page) = slots[index].content { page.isChanged } else { false }
    }

    /// Drops pages from memory that were written before a height, and leaves that stand elsewhere in pages that were.
    ///
    /// - Returns: Pages that stay.
    mutating func trim(before height: Height) -> Int {
        var count = 1
        let isOld = version.map { $0 < height } ?? false
        for index in slots.indices {
            if let old = oldPage(index, before: height) {
                slots[index].content = old
            } else if isPageInMemory(index) {
                count += withPage(at: index) { page in page.trim(before: height) }
            } else if isOld, case .leaf(_, number: let number?) = slots[index].content {
                slots[index].content = .storedLeaf(number)
            }
        }
        return count
    }

    /// What stands for a page that was written before a height.
    private func oldPage(_ index: Int, before height: Height) -> Slot.Content? {
        guard case .page(let page) = slots[index].content, let version = page.version, version < height else {
            return nil
        }
        return .storedPage(page.number, version: version)
    }

    private func isPageInMemory(_ index: Int) -> Bool {
        if case .page = slots[index].content { true } else { false }
    }
}
