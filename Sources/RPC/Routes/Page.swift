/// A page of a list (CometBFT rpc/core/env.go `validatePage` and `validatePerPage`).
enum Page {
    private static let sizeDefault = 30
    private static let sizeMaximum = 100

    /// Entries on a page when a client asks for so many: nothing, zero and less mean the default.
    static func size(_ requested: Int?) -> Int {
        guard let requested, requested >= 1 else { return sizeDefault }
        return min(requested, sizeMaximum)
    }

    /// The places in a list of so many entries that are on the page; pages are counted from 1.
    static func range(page: Int?, size requestedSize: Int?, of total: Int) throws(RouteError) -> Range<Int> {
        let size = Page.size(requestedSize)
        let count = max(1, (total + size - 1) / size)
        let page = page ?? 1
        if page <= 0 || page > count {
            throw RouteError("page should be within [1, \(count)] range, given \(page)")
        }
        let start = min((page - 1) * size, total)
        return start..<min(start + size, total)
    }
}
