import ABCI

/// Goes through a part of the tree before a commit, and stores the whole of the pages that are not stored as they are. Those
/// that are changed now are marked, for the commit to do so.
struct Sweeper {
    /// What is to be stored.
    private(set) var pages: [(name: PageName, page: StoredPage)] = []
    /// Pages that were marked, and those that are to be stored.
    private(set) var count = 0
    /// A key in the last page that was looked at; nil when there is nothing behind it.
    private(set) var place: [UInt8]?

    private let storage: MapStorage
    private let sweep: Sweep
    /// The first bit in which the place of the sweep differs from all keys there are; nil when it is one of them.
    private let bit: UInt32?

    init(_ sweep: Sweep, _ root: Page, _ storage: MapStorage) throws(ApplicationError) {
        self.sweep = sweep
        self.storage = storage
        bit = try sweep.place.flatMap { (place) throws(ApplicationError) in
            try root.neighbour(of: place, storage).bit
        }
    }

    /// Goes through the whole tree, or as far as it may.
    mutating func run(_ root: inout Page) throws(ApplicationError) {
        _ = try visit(&root, isOnPath: sweep.place != nil)
    }

    /// Goes through a page and those below it.
    ///
    /// - Parameter isOnPath: Whether the place where the sweep goes on is in it.
    /// - Returns: Whether all of it is done.
    private mutating func visit(_ page: inout Page, isOnPath: Bool) throws(ApplicationError) -> Bool {
        if page.isChanged {
            page.isDue = true
            count += 1
        } else if page.isBehind, let state = page.stored {
            pages.append((page.name, StoredPage(version: state.version, body: state.body)))
            page.didWrite()
            count += 1
        }
        var index = 0
        if isOnPath, let place = sweep.place {
            let part = page.part(on: place, before: bit)
            index = part.lowerBound
            if part.count == 1, page.slots[index].isPage, try isPlace(in: page, index) {
                if try !visit(below: &page, index, isOnPath: true) { return false }
                index += 1
            } else if bit.map({ KeyBits.isSet($0, in: place) }) ?? true {
                // All of the part is below the place, or is it.
                index = part.upperBound
            }
        }
        while index < page.slots.count {
            if mayBeBehind(page, index) {
                if try !visit(below: &page, index, isOnPath: false) { return false }
                if count >= sweep.pagesMaximum {
                    place = try lastKey(in: page, index)
                    return false
                }
            }
            index += 1
        }
        return true
    }

    /// Whether there may be something to do in a slot: a page is changed whenever one below it is.
    private func mayBeBehind(_ page: Page, _ index: Int) -> Bool {
        guard case .page(_, let version) = page.slots[index].content else { return false }
        return version == Slot.changing || version > sweep.completed
    }

    /// Whether the place is somewhere inside the page in a slot, and not as a whole before or behind it.
    private func isPlace(in page: Page, _ index: Int) throws(ApplicationError) -> Bool {
        guard let bit else { return true }
        return try page.page(at: index, storage).firstBit.map { $0 < bit } ?? false
    }

    private mutating func visit(
        below page: inout Page, _ index: Int, isOnPath: Bool
    ) throws(ApplicationError) -> Bool {
        guard var child = page.child(at: index) else {
            // One that is not in memory stays out of it.
            var child = try page.page(at: index, storage)
            return try visit(&child, isOnPath: isOnPath)
        }
        let before = count
        let isDone = try visit(&child, isOnPath: isOnPath)
        // Only where something was done: otherwise a copy of the map goes on sharing it.
        if count > before { page.setChild(child, at: index) }
        return isDone
    }

    private func lastKey(in page: Page, _ index: Int) throws(ApplicationError) -> [UInt8] {
        var page = page
        var index = index
        while page.slots[index].isPage {
            page = try page.page(at: index, storage)
            index = page.slots.count - 1
        }
        return try page.leaf(at: index, storage).key
    }
}
