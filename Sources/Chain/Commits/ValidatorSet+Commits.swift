extension ValidatorSet {
    /// Prepares the full check of this set's commit: every vote must be signed rightly, also those for nil, and those
    /// for the block must be a quorum (CometBFT `VerifyCommit`).
    package func verification(
        chainID: ChainID, blockID: BlockID, height: Height, commit: Commit, faultModel: FaultModel
    ) throws(CommitVerificationError) -> CommitVerification {
        try checkForm(of: commit, blockID: blockID, height: height)
        return try tally(commit, chainID, .votes, .byIndex, quorum(faultModel).threshold, countsAll: true)
            .verification()
    }

    /// Prepares the check of this set's commit that looks only at votes for the block and, unless all signatures are
    /// asked for, at no more of them than make a quorum (CometBFT `VerifyCommitLight`).
    package func lightVerification(
        chainID: ChainID, blockID: BlockID, height: Height, commit: Commit, faultModel: FaultModel,
        allSignatures: Bool = false
    ) throws(CommitVerificationError) -> CommitVerification {
        try checkForm(of: commit, blockID: blockID, height: height)
        let threshold = quorum(faultModel).threshold
        return try tally(commit, chainID, .votesForBlock, .byIndex, threshold, countsAll: allSignatures).verification()
    }

    /// Prepares the check that enough of this set signed a commit that may be another set's (CometBFT
    /// `VerifyCommitLightTrusting`).
    package func trustingVerification(
        chainID: ChainID, commit: Commit, trustLevel: TrustLevel, allSignatures: Bool = false
    ) throws(CommitVerificationError) -> CommitVerification {
        let threshold = try trustLevel.threshold(of: totalPower)
        return try tally(commit, chainID, .votesForBlock, .byAddress, threshold, countsAll: allSignatures)
            .verification()
    }

    private func tally(
        _ commit: Commit, _ chainID: ChainID, _ scope: CommitTally.Scope, _ lookup: CommitTally.Lookup,
        _ threshold: VotingPower, countsAll: Bool
    ) -> CommitTally {
        CommitTally(
            validators: self, commit: commit, chainID: chainID, scope: scope, lookup: lookup, threshold: threshold,
            countsAll: countsAll)
    }

    private func checkForm(of commit: Commit, blockID: BlockID, height: Height) throws(CommitVerificationError) {
        if count != commit.signatures.count {
            throw .wrongSetSize(expected: count, actual: commit.signatures.count)
        }
        if height != commit.height { throw .wrongHeight(expected: height, actual: commit.height) }
        if blockID != commit.blockID { throw .wrongBlockID(expected: blockID, actual: commit.blockID) }
    }
}
