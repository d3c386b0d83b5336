package import Chain
import Cryptography

extension Evidence {
    /// What the application is told of it: one report for each validator (CometBFT types/evidence.go `ABCI`).
    package var misbehavior: [Misbehavior] {
        switch self {
        case .duplicateVote(let evidence): [evidence.misbehavior]
        case .lightClientAttack(let evidence): evidence.misbehavior
        }
    }
}

extension DuplicateVoteEvidence {
    package var misbehavior: Misbehavior {
        Misbehavior(
            type: .duplicateVote,
            validator: ABCIValidator(address: voteA.validatorAddress, power: validatorPower), height: voteA.height,
            time: timestamp, totalVotingPower: totalVotingPower)
    }
}

extension LightClientAttackEvidence {
    package var misbehavior: [Misbehavior] {
        byzantineValidators.map { validator in
            Misbehavior(
                type: .lightClientAttack,
                validator: ABCIValidator(address: validator.publicKey.address, power: validator.votingPower),
                height: commonHeight, time: timestamp, totalVotingPower: totalVotingPower)
        }
    }
}
