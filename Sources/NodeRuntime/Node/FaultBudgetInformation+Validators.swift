import Chain
import Cryptography
import Engine
import RPC
import Wire

extension FaultBudgetInformation {
    /// What may be lost of the validators that are there.
    ///
    /// - Parameters:
    ///   - isStalled: Whether the chain stands still: then nothing can be lost.
    init(
        _ validators: ValidatorSet, _ model: FaultModel, _ names: ValidatorNames, isStalled: Bool,
        signingStoppedBy: [Hash] = [], silence: Silence? = nil
    ) {
        let quorum = validators.quorum(model)
        let online = validators.validators.filter { names.isThere($0.address) }
        let sum = online.reduce(0) { $0 + $1.votingPower.rawValue }
        let halting = online.filter { isStalled || !quorum.isReached(VotingPower(sum - $0.votingPower.rawValue)) }
        self.init(
            model: model, quorum: model == .byzantine ? "more than 2/3" : "at least 2/3", validators: validators.count,
            online: online.count, isQuorumOnline: !isStalled && quorum.isReached(VotingPower(sum)),
            canLoseNow: isStalled ? 0 : quorum.lossesBearable(online: online.map(\.votingPower)) ?? 0,
            haltsIfLost: halting.map { names[$0.address] }, signingStoppedBy: signingStoppedBy,
            silentBecause: silence.map { ByteString($0.reason) })
    }
}

extension Silence {
    /// What an operator reads.
    var reason: String {
        switch self {
        case .usedElsewhere(let step):
            """
            another node signs with this validator's key (\(step.name) of height \(step.height), round \(step.round)): \
            stop that one for good, then start this one again
            """
        case .listening(let heard?):
            """
            others know a signature of this validator's key that it does not (\(heard.name) of height \(heard.height), \
            round \(heard.round)): its data is old, or another node has the key. Every other validator has to be heard first
            """
        case .listening(nil): "the key or the data came back from a copy: every other validator has to be heard first"
        case .abstaining(let height): "what was signed up to height \(height) is not known"
        case .quiet(let height): "up to height \(height) it listens whether its key is used by another node"
        }
    }
}
