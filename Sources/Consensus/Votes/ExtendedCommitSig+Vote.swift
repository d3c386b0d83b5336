import Chain

extension ExtendedCommitSig {
    /// What a commit keeps of a precommit.
    init(of vote: Vote) {
        self.init(
            commitSig: CommitSig(
                flag: vote.isNil ? .nil : .commit, validatorAddress: vote.validatorAddress, timestamp: vote.timestamp,
                signature: vote.signature),
            extension: vote.extension, extensionSignature: vote.extensionSignature)
    }
}
