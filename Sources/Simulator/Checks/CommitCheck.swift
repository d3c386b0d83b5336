import Chain
import Consensus

/// Checks a commit again, and in its own way: the product's rule may be what is broken.
struct CommitCheck {
    let verifier: Verifier
    let chainID: ChainID

    /// What is wrong with a commit of these validators; nil for nothing.
    func fault(_ commit: Commit, of validators: ValidatorSet, model: FaultModel) -> String? {
        if commit.signatures.count != validators.count { return "\(commit.signatures.count) places" }
        var power: Int64 = 0
        for (index, validator) in validators.validators.enumerated() {
            guard let vote = commit.vote(at: index) else { continue }
            if vote.validatorAddress != validator.address { return "place \(index) is another validator's" }
            if verifier.verify(vote, validator.publicKey) == nil { return "signature \(index) is wrong" }
            if vote.blockID == commit.blockID { power += validator.votingPower.rawValue }
        }
        return Quorums.isReached(power, of: validators, model) ? nil : "power \(power) is no quorum"
    }
}
