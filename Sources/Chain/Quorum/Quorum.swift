/// The one rule by which votes decide, wherever they are counted: vote sets, proof of lock, commits, block sync,
/// restart, light and evidence checks, the fault budget.
///
/// With T the total power and s what voted alike: `byzantine` asks for 3s > 2T, `crash` for 3s >= 2T. Both are whole
/// numbers, so both say "s is more than `threshold`": for `byzantine` that is CometBFT's `s > T * 2 / 3`. When three
/// does not divide T, the two are the same number.
package struct Quorum: Hashable, Sendable {
    package let total: VotingPower
    package let model: FaultModel
    /// The most power that is not yet a quorum: CometBFT's "needed more than". Never below zero, so that nothing is
    /// never a quorum, even of a set without power.
    package let threshold: VotingPower

    /// - Parameter total: The power of all validators; may be anything.
    package init(total: VotingPower, model: FaultModel) {
        self.total = total
        self.model = model
        let doubled = Int128(max(0, total.rawValue)) * 2
        let threshold =
            switch model {
            case .byzantine: doubled / 3
            case .crash: (doubled + 2) / 3 - 1
            }
        self.threshold = VotingPower(max(0, Int64(clamping: threshold)))
    }

    /// Whether this much power, voting alike, decides.
    package func isReached(_ power: VotingPower) -> Bool { power > threshold }

    /// Whether the validators other than one with this power can decide without it. Who cannot be done without need
    /// not wait for others' blocks at start: none can have been made meanwhile.
    package func isReached(withoutPower own: VotingPower) -> Bool {
        let (others, overflow) = total.rawValue.subtractingReportingOverflow(own.rawValue)
        return isReached(VotingPower(overflow ? .min : others))
    }

    /// How many of the online validators may be lost, whichever they are, and the rest still decide; nil when those
    /// online do not decide as it is.
    ///
    /// - Parameter online: The power of each validator that is reachable now.
    package func lossesBearable(online: [VotingPower]) -> Int? {
        var left = online.reduce(into: Int128(0)) { $0 += Int128($1.rawValue) }
        if left <= Int128(threshold.rawValue) { return nil }
        var losses = 0
        for power in online.sorted(by: >) {
            left -= Int128(power.rawValue)
            if left <= Int128(threshold.rawValue) { break }
            losses += 1
        }
        return losses
    }
}

extension ValidatorSet {
    /// The rule by which this set's votes decide.
    package func quorum(_ model: FaultModel) -> Quorum { Quorum(total: totalPower, model: model) }
}
