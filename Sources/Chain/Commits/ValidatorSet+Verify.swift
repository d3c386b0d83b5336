extension ValidatorSet {
    /// Checks that a quorum of this set signed the block, and that every vote of the commit is signed rightly: the
    /// application is told who signed.
    package func verifyCommit(
        chainID: ChainID, blockID: BlockID, height: Height, commit: Commit, faultModel: FaultModel
    ) throws(CommitVerificationError) {
        try verification(chainID: chainID, blockID: blockID, height: height, commit: commit, faultModel: faultModel)
            .finish()
    }

    /// Checks that a quorum of this set signed the block; looks at no more signatures than that takes.
    package func verifyCommitLight(
        chainID: ChainID, blockID: BlockID, height: Height, commit: Commit, faultModel: FaultModel
    ) throws(CommitVerificationError) {
        try lightVerification(
            chainID: chainID, blockID: blockID, height: height, commit: commit, faultModel: faultModel
        ).finish()
    }

    /// Checks that a quorum of this set signed the block, and all the votes for the block.
    package func verifyCommitLightAllSignatures(
        chainID: ChainID, blockID: BlockID, height: Height, commit: Commit, faultModel: FaultModel
    ) throws(CommitVerificationError) {
        try lightVerification(
            chainID: chainID, blockID: blockID, height: height, commit: commit, faultModel: faultModel,
            allSignatures: true
        ).finish()
    }

    /// Checks that enough of this set signed a commit that may be another set's.
    package func verifyCommitLightTrusting(
        chainID: ChainID, commit: Commit, trustLevel: TrustLevel
    ) throws(CommitVerificationError) {
        try trustingVerification(chainID: chainID, commit: commit, trustLevel: trustLevel).finish()
    }

    /// As `verifyCommitLightTrusting`, and checks all the votes of this set for the block.
    package func verifyCommitLightTrustingAllSignatures(
        chainID: ChainID, commit: Commit, trustLevel: TrustLevel
    ) throws(CommitVerificationError) {
        try trustingVerification(chainID: chainID, commit: commit, trustLevel: trustLevel, allSignatures: true).finish()
    }

    /// Checks an extended commit: the commit in full, and that every vote for the block carries an extension that its
    /// validator signed, and no other does.
    package func verifyExtendedCommit(
        chainID: ChainID, blockID: BlockID, height: Height, commit: ExtendedCommit, faultModel: FaultModel
    ) throws(CommitVerificationError) {
        do {
            try commit.validateExtensionPresence(isEnabled: true)
        } catch {
            throw .voteExtensions(error)
        }
        try verifyCommit(
            chainID: chainID, blockID: blockID, height: height, commit: commit.commit, faultModel: faultModel)
        for (index, validator) in validators.enumerated() {
            guard let vote = commit.vote(at: index) else { continue }
            do {
                try vote.verifyExtension(chainID: chainID, publicKey: validator.publicKey)
            } catch {
                throw .voteExtensions(
                    ValidationError("invalid vote extension signature (val #\(index)): \(error)"))
            }
        }
    }
}
