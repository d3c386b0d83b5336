import Cryptography
import Wire

extension Commit {
    /// The time of the block after this commit's: the median of the votes' times, weighted by power
    /// (CometBFT `spec/consensus/bft-time.md`). Go's zero time when nobody voted.
    ///
    /// Votes for nil count, as in v0.38 and v0.39. Deviation: on a `crash` chain only votes for the block count. There
    /// a third of the power may vote nil, and with equal powers its time could win and stop the chain.
    /// - Parameter validators: The set that made this commit.
    /// - Throws: When somebody voted who is not in the set.
    package func medianTime(of validators: ValidatorSet, faultModel: FaultModel) throws(ValidationError) -> Timestamp {
        let indices = validators.indices()
        var votes: [(time: Timestamp, power: Int128)] = []
        var total = Int128(0)
        for place in signatures where place.flag != .absent {
            guard let address = place.validatorAddress, let index = indices[address],
                let validator = validators.validator(at: index)
            else {
                throw ValidationError(
                    "commit validator not found in validator set: \(Hex.uppercase(place.validatorAddress.bytes))")
            }
            if faultModel == .crash && place.flag != .commit { continue }
            let power = Int128(validator.votingPower.rawValue)
            total += power
            votes.append((place.timestamp, power))
        }
        var median = total / 2
        for vote in votes.sorted(by: { $0.time < $1.time }) {
            if median <= vote.power { return vote.time }
            median -= vote.power
        }
        return .zero
    }
}
