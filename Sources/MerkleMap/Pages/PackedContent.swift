import Chain

/// What is in a slot, in 24 bytes.
struct PackedContent: Sendable {
    /// Numbers of leaves and pages are below this: two bits of theirs say what the slot has.
    static let numbersMaximum: UInt64 = 1 << 62

    private static let kindShift: UInt64 = 62
    private static let leaf: UInt64 = 0
    private static let longKeyLeaf: UInt64 = 1
    private static let smallLeaf: UInt64 = 2
    private static let page: UInt64 = 3

    /// The kind, and the number of a leaf or page or the lengths of a small leaf.
    private let head: UInt64
    /// The area of a page, the front of a leaf's key, or where a small leaf begins.
    private let place: UInt64
    /// The height of a page.
    private let height: Int64

    /// - Parameter content: With a number below `numbersMaximum`.
    init(_ content: Slot.Content) {
        switch content {
        case .smallLeaf(let place):
            self.init(
                PackedContent.smallLeaf, UInt64(place.keyCount) << 8 | UInt64(place.valueCount),
                place: UInt64(place.start))
        case .leaf(let number, let front):
            self.init(
                front == nil ? PackedContent.leaf : PackedContent.longKeyLeaf, number, place: front?.bytes ?? 0)
        case .page(let name, let version):
            self.init(PackedContent.page, name.number, place: name.area, height: version.rawValue)
        }
    }

    private init(_ kind: UInt64, _ number: UInt64, place: UInt64, height: Int64 = 0) {
        head = kind << PackedContent.kindShift | number & (PackedContent.numbersMaximum - 1)
        self.place = place
        self.height = height
    }

    private var kind: UInt64 { head >> PackedContent.kindShift }

    private var number: UInt64 { head & (PackedContent.numbersMaximum - 1) }

    var isPage: Bool { kind == PackedContent.page }

    /// Whether it is a page that is changed now.
    var isChanging: Bool { isPage && height == Slot.changing.rawValue }

    /// The same page, at another height.
    func at(_ version: Height) -> PackedContent {
        PackedContent(PackedContent.page, number, place: place, height: version.rawValue)
    }

    var content: Slot.Content {
        switch kind {
        case PackedContent.smallLeaf:
            .smallLeaf(
                LeafPlace(
                    start: UInt32(truncatingIfNeeded: place), keyCount: UInt8(truncatingIfNeeded: number >> 8),
                    valueCount: UInt8(truncatingIfNeeded: number)))
        case PackedContent.page: .page(PageName(area: place, number: number), version: Height(height))
        case PackedContent.longKeyLeaf: .leaf(number, front: KeyFront(bytes: place))
        default: .leaf(number, front: nil)
        }
    }

    /// Where the bytes of a small leaf are; nil for anything else.
    var leafPlace: LeafPlace? {
        if case .smallLeaf(let place) = content { place } else { nil }
    }
}
