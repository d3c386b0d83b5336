import Cryptography

extension LightClientAttackEvidence {
    /// Whether the conflicting header could not have followed from the chain's state: a lunatic attack.
    ///
    /// - Parameter trusted: The chain's own header of that height, or its latest one.
    package func isConflictingHeaderInvalid(trusted: Header) -> Bool {
        let conflicting = conflictingBlock.header
        return trusted.validatorsHash != conflicting.validatorsHash
            || trusted.nextValidatorsHash != conflicting.nextValidatorsHash
            || trusted.consensusHash != conflicting.consensusHash
            || trusted.appHash != conflicting.appHash
            || trusted.lastResultsHash != conflicting.lastResultsHash
    }

    /// Who misbehaved, by descending power: in a lunatic attack those validators of the common height that signed the
    /// conflicting block, in an equivocation those that signed both blocks. An amnesia attack names nobody.
    ///
    /// - Parameters:
    ///   - commonValidators: The set at the common height.
    ///   - trusted: The chain's own header with its commit.
    package func attackers(commonValidators: ValidatorSet, trusted: SignedHeader) -> [Validator] {
        let signatures = conflictingBlock.commit.signatures
        var attackers: [Validator] = []
        if isConflictingHeaderInvalid(trusted: trusted.header) {
            for signature in signatures where signature.flag == .commit {
                attackers.appendValidator(of: signature, in: commonValidators)
            }
        } else if trusted.commit.round == conflictingBlock.commit.round {
            // Equal hashes of the validators, so that both commits number them alike.
            for (signature, trustedSignature) in zip(signatures, trusted.commit.signatures)
            where signature.flag == .commit && trustedSignature.flag == .commit {
                attackers.appendValidator(of: signature, in: conflictingBlock.validatorSet)
            }
        }
        return attackers.sorted { $0.stands(before: $1) }
    }
}

extension [Validator] {
    fileprivate mutating func appendValidator(of signature: CommitSig, in set: ValidatorSet) {
        if let address = signature.validatorAddress, let index = set.index(of: address),
            let validator = set.validator(at: index)
        {
            append(validator)
        }
    }
}
