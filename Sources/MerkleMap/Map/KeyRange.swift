/// Keys from one on, up to and without another, in the order of their bytes.
package struct KeyRange: Hashable, Sendable {
    /// The lowest key of the range; empty for the lowest of all.
    package let lower: [UInt8]
    /// The lowest key behind the range; nil when nothing is behind it.
    package let upper: [UInt8]?

    /// - Parameters:
    ///   - lower: Included; empty for no bound.
    ///   - upper: Excluded; nil for no bound.
    package init(from lower: [UInt8] = [], upTo upper: [UInt8]? = nil) {
        self.lower = lower
        self.upper = upper
    }

    /// - Parameter last: Included.
    package init(from lower: [UInt8] = [], through last: [UInt8]) {
        self.init(from: lower, upTo: last + [0])
    }

    /// All keys that begin with these bytes.
    package init(prefix: [UInt8]) {
        var end = prefix
        while end.last == .max { end.removeLast() }
        if let last = end.popLast() { end.append(last + 1) }
        self.init(from: prefix, upTo: end.isEmpty ? nil : end)
    }

    /// The part of the range behind a key: where the next page begins.
    package func after(_ key: [UInt8]) -> KeyRange {
        let next = key + [0]
        return KeyRange(from: lower.lexicographicallyPrecedes(next) ? next : lower, upTo: upper)
    }

    /// The part of the range before a key: where the next page of a descending walk begins.
    package func before(_ key: [UInt8]) -> KeyRange {
        if let upper, upper.lexicographicallyPrecedes(key) { return self }
        return KeyRange(from: lower, upTo: key)
    }

    package func contains(_ key: [UInt8]) -> Bool {
        !key.lexicographicallyPrecedes(lower) && (upper.map { key.lexicographicallyPrecedes($0) } ?? true)
    }

    /// Whether no key can be in it.
    package var isEmpty: Bool { upper.map { !lower.lexicographicallyPrecedes($0) } ?? false }
}
