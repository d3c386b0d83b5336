import ABCI
import Chain

extension Page {
    /// What is at the place to which the bits of a key lead.
    func neighbour(of key: [UInt8], _ storage: MapStorage) throws(ApplicationError) -> Neighbour {
        if slotCount == 0 { return .none }
        let index = index(near: key)
        if let neighbour = try view.neighbour(of: key, at: index, storage) { return neighbour }
        return try page(at: index, storage).neighbour(of: key, storage)
    }

    /// Reads into memory the pages on the way to which the bits of a key lead.
    mutating func load(
        near key: [UInt8], _ storage: MapStorage, _ ledger: inout Ledger
    ) throws(ApplicationError) {
        if slotCount == 0 { return }
        let index = index(near: key)
        if !view.content(at: index).isPage { return }
        if view.childView(at: index) == nil {
            var page = try page(at: index, storage)
            ledger.count(&page)
            setChild(page, at: index)
        }
        own()
        guard var child = view.takeChild(at: index) else { return }
        defer { view.set(child: child, at: index) }
        try child.load(near: key, storage, &ledger)
    }

    /// The same as `neighbour`, when all pages on the way are in memory; otherwise nil. Asked first, since to change a page
    /// that copies of the map share means to copy it.
    func neighbourInMemory(of key: [UInt8], _ storage: MapStorage) throws(ApplicationError) -> Neighbour? {
        if slotCount == 0 { return Neighbour.none }
        return try withExtendedLifetime(memory) { () throws(ApplicationError) in
            var page = view
            while true {
                let index = page.index(near: key)
                if let neighbour = try page.neighbour(of: key, at: index, storage) { return neighbour }
                guard let child = page.childView(at: index), child.count > 0 else { return nil }
                page = child
            }
        }
    }
}

extension PageView {
    func smallLeaf(_ place: LeafPlace) -> Leaf {
        leafBytes { bytes in
            let middle = Int(place.start) + Int(place.keyCount)
            return Leaf(
                key: Array(bytes[Int(place.start)..<middle]), value: Array(bytes[middle..<place.bytes.upperBound]))
        }
    }

    /// What a leaf in a slot is to a key; nil when it is a page.
    fileprivate func neighbour(
        of key: [UInt8], at index: Int, _ storage: MapStorage
    ) throws(ApplicationError) -> Neighbour? {
        switch content(at: index).content {
        case .smallLeaf(let place): return Neighbour(smallLeaf(place), of: key)
        case .leaf(let number, let front):
            if let front, let bit = KeyFront(key)?.firstDifference(front) { return .other(differsAt: bit) }
            return Neighbour(try storage.leaf(number), of: key)
        case .page: return nil
        }
    }
}
