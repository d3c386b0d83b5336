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
        var offenders: [Address] = []
        let set: ValidatorSet
        if isConflictingHeaderInvalid(trusted: trusted.header) {
            set = commonValidators
            offenders = signatures.filter { $0.flag == .commit }.compactMap(\.validatorAddress)
        } else if trusted.commit.round == conflictingBlock.commit.round {
            // Equal hashes of the validators, so that both commits number them alike.
            set = conflictingBlock.validatorSet
            for (signature, trustedSignature) in zip(signatures, trusted.commit.signatures)
            where signature.flag == .commit && trustedSignature.flag == .commit {
                if let address = signature.validatorAddress { offenders.append(address) }
            }
        } else {
            return []
        }
        let indices = set.indices()
        let attackers = offenders.compactMap { address in indices[address].flatMap { set.validator(at: $0) } }
        return attackers.sorted { $0.stands(before: $1) }
    }
}
