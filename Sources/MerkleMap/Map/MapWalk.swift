import ABCI

/// Goes through the leaves of a range, in the order of their keys or against it. It holds the pages on the way to where it
/// is, and nothing else.
struct MapWalk {
    /// A page, and the slot that comes next.
    private struct Place {
        let page: Page
        var next: Int
    }

    private let storage: MapStorage
    private let range: KeyRange
    private let isDescending: Bool
    private var places: [Place] = []

    init(_ map: MerkleMap, _ range: KeyRange, descending: Bool) throws(ApplicationError) {
        storage = map.storage
        self.range = range
        isDescending = descending
        if let start = descending ? range.upper : range.lower {
            try seek(start, map.root)
        } else {
            places = [Place(page: map.root, next: map.root.slots.count - 1)]
        }
    }

    /// Goes to the first leaf whose key is not below this one; descending, to the one before it.
    private mutating func seek(_ key: [UInt8], _ root: Page) throws(ApplicationError) {
        let bit = try root.neighbour(of: key, storage).bit
        let step = isDescending ? -1 : 1
        var page = root
        while true {
            let part = page.part(on: key, before: bit)
            if part.count == 1, page.slots[part.lowerBound].isPage {
                let inner = try page.page(at: part.lowerBound, storage)
                if bit.map({ bit in inner.firstBit.map { $0 < bit } ?? false }) ?? true {
                    places.append(Place(page: page, next: part.lowerBound + step))
                    page = inner
                    continue
                }
            }
            // All of the part is on one side of the key: below it when the key's bit is set.
            let isBelow = bit.map { KeyBits.isSet($0, in: key) } ?? false
            let position = isBelow ? part.upperBound : part.lowerBound
            return places.append(Place(page: page, next: isDescending ? position - 1 : position))
        }
    }

    /// The next leaf; nil at the end of the range.
    mutating func next() throws(ApplicationError) -> Leaf? {
        while var place = places.popLast() {
            guard place.page.slots.indices.contains(place.next) else { continue }
            let index = place.next
            place.next += isDescending ? -1 : 1
            places.append(place)
            if place.page.slots[index].isPage {
                let page = try place.page.page(at: index, storage)
                places.append(Place(page: page, next: isDescending ? page.slots.count - 1 : 0))
                continue
            }
            let leaf = try place.page.leaf(at: index, storage)
            if range.contains(leaf.key) { return leaf }
            places = []
        }
        return nil
    }
}
