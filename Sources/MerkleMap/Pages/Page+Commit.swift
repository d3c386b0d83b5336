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
        own()
        settleChildren(&ledger, &settlement)
        view.dropUnusedLeafBytes()
        let (before, changed) = (stored, view.header.pointee.changed)
        let hash = keepHash()
        didChange(at: settlement.version)
        let isWhole = settlement.isFirst || isDue || changeCount >= Page.changesMaximum
        note(before, changed, isWhole: isWhole, &settlement)
        if isWhole { didWrite() }
        ledger.count(&self)
        return hash
    }

    /// Notes what has to be written of it.
    ///
    /// - Parameter changed: Slots that may differ from what they were before, as in `PageHeader`.
    private func note(
        _ before: PageState?, _ changed: UInt64, isWhole: Bool, _ settlement: inout Settlement
    ) {
        let state = PageState(version: settlement.version, memory: memory)
        if settlement.isFirst {
            // There is no height before this one that could be read.
        } else if let before {
            settlement.add(PageComparison(before, state, changed: changed).change, of: name.number)
        } else if !isWhole {
            settlement.add(PageChange(making: state.body), of: name.number)
        }
        if isWhole { settlement.pages.append((name, StoredPage(version: state.version, body: state.body))) }
    }

    /// Settles the pages in its slots that are changed.
    private mutating func settleChildren(_ ledger: inout Ledger, _ settlement: inout Settlement) {
        for index in 0..<slotCount where view.header.pointee.changed >> UInt64(index) & 1 == 1 {
            let content = view.content(at: index)
            if !content.isChanging { continue }
            let hash = withChild(at: index) { page in page.settle(&ledger, &settlement) }
            view.contents[index] = content.at(settlement.version)
            view.hashes[index] = hash
        }
    }

    /// Drops pages from memory that were changed last before a height.
    ///
    /// What has nothing to drop is not touched: a copy of the map may share it.
    ///
    /// - Returns: Bytes that the pages take which stay.
    mutating func trim(before height: Height) -> Int {
        var bytes = countedBytes
        for index in 0..<slotCount {
            guard let child = view.childView(at: index) else { continue }
            if child.header.pointee.version.map({ $0 < height }) ?? false {
                setChild(nil, at: index)
            } else if child.holdsPages {
                bytes += withChild(at: index) { $0.trim(before: height) }
            } else {
                bytes += child.header.pointee.countedBytes
            }
        }
        return bytes
    }

    /// Adds up what the pages below it take that were changed last before a height, for each height.
    func countBytes(before height: Height, _ bytes: inout [Height: Int]) {
        for index in 0..<slotCount {
            guard let child = child(at: index) else { continue }
            if let version = child.version, version < height { bytes[version, default: 0] += child.countedBytes }
            if child.view.holdsPages { child.countBytes(before: height, &bytes) }
        }
    }
}
