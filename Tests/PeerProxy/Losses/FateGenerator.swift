import PeerMessages
import PeerProtocol

/// The fates of one channel's messages in one direction of one connection. The n-th message of it meets the same fate whenever
/// the seed is the same, whatever happens elsewhere.
package struct FateGenerator: Sendable {
    private var numbers: SplitMix64

    /// - Parameter stream: What is told apart: link, connection, direction and channel.
    package init(seed: UInt64, stream: [UInt64]) {
        var seed = seed
        for number in stream {
            var mixer = SplitMix64(seed: seed ^ number)
            seed = mixer.next()
        }
        numbers = SplitMix64(seed: seed)
    }

    package mutating func next(_ rates: LossRates, _ delays: DelaySpread) -> Fate {
        // Both are drawn each time, so that other rates do not shift what follows.
        let share = Int(numbers.next() % 100), length = numbers.next()
        if share < rates.dropped { return .dropped }
        if share < rates.dropped + rates.delayed { return .delayed(delays.length(length)) }
        return .passes
    }
}
