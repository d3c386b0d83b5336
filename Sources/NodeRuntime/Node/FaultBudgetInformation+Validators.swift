import Chain
import Cryptography
import RPC
import Wire

extension FaultBudgetInformation {
    /// What may be lost of the validators that are there.
    ///
    /// - Parameters:
    ///   - isStalled: Whether the chain stands still: then nothing can be lost.
    init(
        _ validators: ValidatorSet, _ model: FaultModel, _ names: ValidatorNames, isStalled: Bool,
        signingStoppedBy: [Hash] = []
    ) {
        let quorum = validators.quorum(model)
        let online = validators.validators.filter { names.isThere($0.address) }
        let sum = online.reduce(0) { $0 + $1.votingPower.rawValue }
        let halting = online.filter { isStalled || !quorum.isReached(VotingPower(sum - $0.votingPower.rawValue)) }
        self.init(
            model: model, quorum: model == .byzantine ? "more than 2/3" : "at least 2/3", validators: validators.count,
            online: online.count, isQuorumOnline: !isStalled && quorum.isReached(VotingPower(sum)),
            canLoseNow: isStalled ? 0 : quorum.lossesBearable(online: online.map(\.votingPower)) ?? 0,
            haltsIfLost: halting.map { names[$0.address] }, signingStoppedBy: signingStoppedBy)
    }
}
