/// The tables of the store. Their numbers are their places in `Environment`; their names are on disk.
enum Table: Int, CaseIterable, Sendable {
    /// What is there once: schema, state, range of heights.
    case meta
    /// Everything of a height, under keys that only grow: a height adds a page or two at the right edge of one tree,
    /// instead of one in each of many.
    case heights
    /// Where a block or transaction of a given hash is.
    case index
    /// The application's own entries.
    case application

    var name: String {
        switch self {
        case .meta: "meta"
        case .heights: "heights"
        case .index: "index"
        case .application: "application"
        }
    }
}
