package import Chain

/// A time to wait for, and what it belongs to: when it comes after the machine has moved on, it is passed over.
package struct Timeout: Hashable, Sendable {
    package let height: Height
    package let round: Round
    package let step: RoundStep

    package init(height: Height, round: Round, step: RoundStep) {
        self.height = height
        self.round = round
        self.step = step
    }
}

extension Timeout: Comparable {
    /// Orders by height, round and step, as they come one after the other.
    package static func < (left: Timeout, right: Timeout) -> Bool {
        (left.height, left.round, left.step) < (right.height, right.round, right.step)
    }
}
