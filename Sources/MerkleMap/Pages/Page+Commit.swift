import Chain
import Cryptography

extension Page {
    /// Changes that may stand between the page in its place and what it is, about: a page that is changed with every block,
    /// as those near the root, does not wait for its turn. A reader makes a look-up for each.
    private static let changesMaximum = 16

    /// Computes the hashes of this page and of those below it, and notes what has to be written of them.
    ///
    /// - Returns: The hash of the page.
    mutating func settle(_ ledger: inout Ledger, _ settlement: inout Settlement) -> Hash {
        if !isChanged { return keepHash() }
        for index in slots.indices { settleChild(at: index, &ledger, &settlement) }
        dropUnusedLeafBytes()
        let before = stored
        didChange(at: settlement.version)
        let state = PageState(version: settlement.version, slots: slots, bits: bits, leafBytes: leafBytes)
        let isWhole = settlement.isFirst || isDue || changeCount >= Page.changesMaximum
        if let before {
            settlement.add(PageComparison(before, state).change, of: name.number)
        } else if !isWhole {
            settlement.add(PageChange(making: state.body), of: name.number)
        }
        if isWhole {
            settlement.pages.append((name, StoredPage(version: state.version, body: state.body)))
            didWrite()
        }
        let hash = keepHash()
        ledger.count(&self)
        return hash
    }

    private mutating func settleChild(at index: Int, _ ledger: inout Ledger, _ settlement: inout Settlement) {
        guard case .page(let name, Slot.changing) = slots[index].content else { return }
        let hash = withChild(at: index) { page in page.settle(&ledger, &settlement) }
        slots[index] = Slot(content: .page(name, version: settlement.version), hash: hash)
    }

    /// Drops pages from memory that were changed last before a height.
    ///
    /// What has nothing to drop is not touched: a copy of the map may share it.
    ///
    /// - Returns: Bytes that the pages take which stay.
    mutating func trim(before height: Height) -> Int {
        var bytes = countedBytes
        for index in slots.indices {
            // The child must not be held here while it is changed: it would be copied for that.
            if child(at: index)?.wasChanged(before: height) ?? false {
                setChild(nil, at: index)
            } else if child(at: index)?.hasChildren ?? false {
                bytes += withChild(at: index) { $0.trim(before: height) }
            } else {
                bytes += child(at: index)?.countedBytes ?? 0
            }
        }
        return bytes
    }

    private func wasChanged(before height: Height) -> Bool { version.map { $0 < height } ?? false }

    /// Adds up what the pages below it take that were changed last before a height, for each height.
    func countBytes(before height: Height, _ bytes: inout [Height: Int]) {
        for index in slots.indices {
            guard let child = child(at: index) else { continue }
            if let version = child.version, version < height { bytes[version, default: 0] += child.countedBytes }
            if child.hasChildren { child.countBytes(before: height, &bytes) }
        }
    }
}
