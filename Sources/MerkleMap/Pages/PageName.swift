/// Under what a page is stored, as long as it lives.
struct PageName: Hashable, Comparable, Sendable {
    /// The page of the root.
    static let root = PageName(area: 0, number: 0)

    /// The first eight bytes of a key that has its place in the page: pages whose keys are neighbours are stored side by
    /// side.
    let area: UInt64
    /// No other page ever has it.
    let number: UInt64

    static func < (left: PageName, right: PageName) -> Bool {
        (left.area, left.number) < (right.area, right.number)
    }
}
