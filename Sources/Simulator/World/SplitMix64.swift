/// The one source of chance in a simulated world: Steele, Lea and Flood's SplitMix64, whose sequence follows from its seed.
package struct SplitMix64: Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }

    /// A number below the bound, which must be positive. The bias of the remainder does not matter here.
    package mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

    /// A number in the range.
    package mutating func within(_ range: ClosedRange<Int64>) -> Int64 {
        let width = UInt64(bitPattern: range.upperBound &- range.lowerBound) &+ 1
        return range.lowerBound &+ Int64(bitPattern: width == 0 ? next() : next() % width)
    }

    /// Whether something happens that happens so often in a thousand.
    package mutating func happens(perMille: Int) -> Bool { perMille > 0 && below(1_000) < perMille }

    /// A generator of its own for one concern, so that more draws there change nothing elsewhere.
    package mutating func split() -> SplitMix64 { SplitMix64(seed: next()) }

    /// A list in an order of chance.
    package mutating func shuffled<Element>(_ list: [Element]) -> [Element] {
        var result = list
        for index in stride(from: result.count - 1, to: 0, by: -1) { result.swapAt(index, below(index + 1)) }
        return result
    }
}
