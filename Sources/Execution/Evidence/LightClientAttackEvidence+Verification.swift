package import Chain
import Cryptography
import Wire

extension LightClientAttackEvidence {
    /// Checks that a conflicting block was signed by enough of the validators a light client trusts, and that powers
    /// and offenders are what they should be (CometBFT evidence/verify.go `VerifyLightClientAttack`). The evidence's
    /// own rules (`validate`) must hold.
    ///
    /// - Parameters:
    ///   - common: Header and commit of ours at the common height.
    ///   - trusted: Header and commit of ours at the conflicting block's height.
    ///   - commonValidators: The set of the common height.
    ///   - faultModel: The chain's fault model, by which the conflicting block's commit must be a quorum.
    package func verify(
        common: SignedHeader, trusted: SignedHeader, commonValidators: ValidatorSet, faultModel: FaultModel
    ) throws(EvidenceRejection) {
        let conflicting = conflictingBlock.signedHeader
        if common.header.height != conflicting.header.height {
            // A lunatic attack: one jump of a light client, from the common header to the conflicting one.
            do {
                try commonValidators.verifyCommitLightTrustingAllSignatures(
                    chainID: trusted.header.chainID, commit: conflicting.commit, trustLevel: .oneThird)
            } catch {
                throw EvidenceRejection("skipping verification of conflicting block failed: \(error)")
            }
        } else if isConflictingHeaderInvalid(trusted: trusted.header) {
            throw EvidenceRejection(
                "common height is the same as conflicting block height so expected the conflicting "
                    + "block to be correctly derived yet it wasn't")
        }
        do {
            try conflictingBlock.validatorSet.verifyCommitLightAllSignatures(
                chainID: trusted.header.chainID, blockID: conflicting.commit.blockID,
                height: conflicting.header.height, commit: conflicting.commit, faultModel: faultModel)
        } catch {
            throw EvidenceRejection("invalid commit from conflicting block: \(error)")
        }
        if totalVotingPower != commonValidators.totalPower {
            throw EvidenceRejection(
                "total voting power from the evidence and our validator set does not match "
                    + "(\(totalVotingPower) != \(commonValidators.totalPower))")
        }
        try checkConflict(conflicting.header, trusted.header)
        try checkByzantineValidators(commonValidators, trusted)
    }

    /// A block from ahead must break the order of times; any other must be another block than ours.
    private func checkConflict(_ conflicting: Header, _ trusted: Header) throws(EvidenceRejection) {
        if conflicting.height > trusted.height && conflicting.time > trusted.time {
            throw EvidenceRejection(
                "conflicting block doesn't violate monotonically increasing time "
                    + "(\(conflicting.time.goDescription) is after \(trusted.time.goDescription))")
        }
        if trusted.hash == conflicting.hash {
            throw EvidenceRejection(
                "trusted header hash matches the evidence's conflicting header hash: "
                    + Hex.uppercase(trusted.hash.bytes))
        }
    }

    /// The offenders named must be those that follow from the two blocks, in the order of their powers.
    private func checkByzantineValidators(
        _ commonValidators: ValidatorSet, _ trusted: SignedHeader
    ) throws(EvidenceRejection) {
        let expected = attackers(commonValidators: commonValidators, trusted: trusted)
        // An amnesia attack names nobody, and CometBFT then asks for a nil list. What it has read from a message is an
        // empty one, so that no such evidence passes in a block or from a peer.
        // Deviation: it is not taken from a client either, whose JSON CometBFT reads as nil.
        if expected.isEmpty {
            throw EvidenceRejection(
                "expected nil validators from an amnesia light client attack but got \(byzantineValidators.count)")
        }
        if expected.count != byzantineValidators.count {
            throw EvidenceRejection(
                "expected \(expected.count) byzantine validators from evidence but got \(byzantineValidators.count)")
        }
        for (wanted, named) in zip(expected, byzantineValidators) {
            if named.address != wanted.address {
                throw EvidenceRejection(
                    "evidence contained an unexpected byzantine validator address; "
                        + "expected: \(wanted.address), got: \(named.address)")
            }
            if named.votingPower != wanted.votingPower {
                throw EvidenceRejection(
                    "evidence contained unexpected byzantine validator power; "
                        + "expected \(wanted.votingPower), got \(named.votingPower)")
            }
            // That the key is the address's holds by construction (v0.38.25 checks it here).
        }
    }
}
