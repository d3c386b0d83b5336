import Chain
import Wire

/// The heights that a query's conditions leave.
package struct HeightBounds: Hashable, Sendable {
    private var lowest: Int64 = .min
    private var highest: Int64 = .max

    /// All heights.
    package init() {}

    /// Leaves those that keep the condition too.
    mutating func apply(_ condition: SearchQuery.Condition) throws(SearchError) {
        let height: Int64
        switch condition.value {
        case .number(let number): height = number
        case .text(let text):
            // `tx.height='5'`, as some clients write it.
            guard let number = Int64(text.description) else {
                throw SearchError("\(condition.key): expected a whole number")
            }
            height = number
        }
        switch condition.comparison {
        case .equal:
            lowest = max(lowest, height)
            highest = min(highest, height)
        case .atLeast: lowest = max(lowest, height)
        case .atMost: highest = min(highest, height)
        case .more: height == .max ? (highest = .min) : (lowest = max(lowest, height + 1))
        case .less: height == .min ? (lowest = .max) : (highest = min(highest, height - 1))
        }
    }

    func contains(_ height: Height) -> Bool { lowest <= height.rawValue && height.rawValue <= highest }

    /// Those of them that have blocks; nil for none.
    func range(in chain: any ChainView) -> ClosedRange<Height>? {
        let lower = Swift.max(lowest, chain.base.rawValue)
        let upper = Swift.min(highest, chain.height.rawValue)
        return chain.base > 0 && lower <= upper ? Height(lower)...Height(upper) : nil
    }
}
