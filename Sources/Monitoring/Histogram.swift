/// How often a value fell below each of some bounds.
package struct Histogram: Equatable, Sendable {
    /// Ascending.
    package let bounds: [Double]
    /// For each bound how many values were at most that, and more than the bound before.
    package private(set) var counts: [UInt64]
    /// Of all values, those above the last bound included.
    package private(set) var count: UInt64 = 0
    package private(set) var sum: Double = 0

    package init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count)
    }

    /// Values that were counted elsewhere.
    ///
    /// - Parameter counts: One for each bound, and one for what is above all.
    package init(bounds: [Double], counts: [UInt64], sum: Double) {
        self.bounds = bounds
        self.counts = Array(counts.prefix(bounds.count))
        self.sum = sum
        count = counts.reduce(0, +)
    }

    package mutating func observe(_ value: Double) {
        count += 1
        sum += value
        if let place = bounds.firstIndex(where: { value <= $0 }) { counts[place] += 1 }
    }
}
