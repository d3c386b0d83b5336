import Chain
import JSON
import Wire

extension Route {
    /// The metadata of at most 20 blocks, the highest first.
    static let blockchain = Route(reading: "blockchain", "minHeight", "maxHeight", isCacheable: true) { arguments in
        let minimum = try arguments.next(.int64)
        let maximum = try arguments.next(.int64)
        return { chain, _ in
            let heights = try BlockchainRange.resolve(minimum, maximum, base: chain.base, height: chain.height)
            var metas: [JSONValue] = []
            for height in heights.reversed() { metas.append(try chain.meta(at: Height(height)).json) }
            return .members(("last_height", .decimal(chain.height.rawValue)), ("block_metas", .array(metas)))
        }
    }
}

/// The rule by which the heights of `/blockchain` are found (CometBFT rpc/core/blocks.go `filterMinMax`).
private enum BlockchainRange {
    private static let countMaximum: Int64 = 20

    /// Zero for the lower end means the first block, for the upper end the last one.
    static func resolve(
        _ minimum: Int64, _ maximum: Int64, base: Height, height: Height
    ) throws(RouteError) -> ClosedRange<Int64> {
        if minimum < 0 || maximum < 0 { throw RouteError("heights must be non-negative") }
        let last = min(height.rawValue, maximum == 0 ? height.rawValue : maximum)
        let first = max(base.rawValue, minimum == 0 ? 1 : minimum, last - countMaximum + 1)
        if first > last { throw RouteError("min height \(first) can't be greater than max height \(last)") }
        return first...last
    }
}
