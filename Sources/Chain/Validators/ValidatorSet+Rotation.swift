import Invariants

/// Whose turn it is (CometBFT `spec/consensus/proposer-selection.md`, `types/validator_set.go`).
///
/// Each round every validator's priority grows by its power; the highest proposes and falls by the total.
extension ValidatorSet {
    /// Priorities are kept within this many times the total power (CometBFT `PriorityWindowSizeFactor`).
    private static let priorityWindowFactor: Int64 = 2

    /// Moves on by this many rounds, at least one. The set must not be empty.
    package mutating func incrementProposerPriority(times: Int) {
        invariant(times > 0, "priorities move on by at least one round")
        invariant(!validators.isEmpty, "a set whose proposer is asked for is not empty")
        moderatePriorities()
        // On plain arrays: a long catch-up turns this loop many thousand times.
        var priorities = validators.map(\.proposerPriority)
        let powers = validators.map(\.votingPower.rawValue)
        var chosen = 0
        for _ in 0..<times {
            for index in priorities.indices {
                priorities[index] = priorities[index].adding(powers[index])
            }
            chosen = highest(priorities)
            priorities[chosen] = priorities[chosen].subtracting(totalPower.rawValue)
        }
        for index in priorities.indices {
            validators[index].proposerPriority = priorities[index]
        }
        proposer = validators[chosen]
    }

    /// A copy that has moved on by this many rounds.
    package func incrementingProposerPriority(times: Int) -> ValidatorSet {
        var copy = self
        copy.incrementProposerPriority(times: times)
        return copy
    }

    /// The highest of the priorities, one to each validator; of equal ones that of the lowest address.
    private func highest(_ priorities: [ProposerPriority]) -> Int {
        var best = 0
        for index in priorities.indices.dropFirst() {
            if priorities[index] < priorities[best] { continue }
            if priorities[index] > priorities[best] || validators[index].address < validators[best].address {
                best = index
            }
        }
        return best
    }

    /// Brings the priorities into the window and moves their average to zero. The order of the two matters.
    mutating func moderatePriorities() {
        scalePriorities(window: ValidatorSet.priorityWindowFactor * totalPower.rawValue)
        centerPriorities()
    }

    /// Divides all priorities by the whole number that makes their spread fit the window.
    ///
    /// Rounds keep priorities far from Int64's ends. A set from a light client's provider may have any, since no hash
    /// covers them; there spread and ratio wrap around as Go's do, or the nodes would disagree about the proposer.
    private mutating func scalePriorities(window: Int64) {
        let priorities = validators.map(\.proposerPriority.rawValue)
        guard window > 0, let lowest = priorities.min(), let highest = priorities.max() else { return }
        let difference = highest &- lowest
        let spread = difference < 0 ? 0 &- difference : difference
        if spread <= window { return }
        // Positive, or after wrapping at most -3, as the window is at most a quarter of Int64's range: the division can
        // neither trap nor overflow. Go's integer division cuts towards zero, as Swift's does.
        let ratio = (spread &+ window &- 1) / window
        for index in validators.indices {
            validators[index].proposerPriority = ProposerPriority(priorities[index] / ratio)
        }
    }

    /// Subtracts the average, rounded down (Go's `big.Int.Div` is Euclidean).
    private mutating func centerPriorities() {
        let count = Int128(validators.count)
        if count == 0 { return }
        let sum = validators.reduce(into: Int128(0)) { $0 += Int128($1.proposerPriority.rawValue) }
        let floor = sum / count - (sum % count < 0 ? 1 : 0)
        for index in validators.indices {
            validators[index].proposerPriority = validators[index].proposerPriority.subtracting(Int64(clamping: floor))
        }
    }
}

extension Validator {
    /// Whether `self` proposes rather than `other`.
    func proposes(before other: Validator) -> Bool {
        proposerPriority == other.proposerPriority
            ? address < other.address : proposerPriority > other.proposerPriority
    }
}
