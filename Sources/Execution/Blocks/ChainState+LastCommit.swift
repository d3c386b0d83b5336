package import Chain

extension ChainState {
    /// The last commit as the next block's header must have it, with its signatures still to be verified: they are the
    /// costly part, and can be done side by side.
    ///
    /// Nil for the first block, which has none.
    package func lastCommitVerification(of block: Block) throws(BlockRejection) -> CommitVerification? {
        if block.header.height == initialHeight { return nil }
        guard let commit = block.lastCommit else { throw BlockRejection(.lastCommit, "nil LastCommit") }
        do {
            return try lastValidators.verification(
                chainID: chainID, blockID: lastBlockID, height: block.header.height.previous, commit: commit,
                faultModel: consensusParameters.faultModel)
        } catch {
            throw BlockRejection(error)
        }
    }
}

extension BlockRejection {
    /// A block whose last commit does not prove the last block.
    package init(_ error: CommitVerificationError) {
        let check: BlockCheck =
            switch error {
            case .wrongSetSize: .lastCommitSize
            case .wrongHeight: .lastCommitHeight
            case .wrongBlockID: .lastCommitBlockID
            case .insufficientPower, .zeroTrustDenominator, .trustNumeratorTooLarge: .lastCommitPower
            case .malformedSignature, .wrongSignatureLength, .addressMismatch, .doubleVote, .wrongSignature,
                .voteExtensions:
                .lastCommitSignatures
            }
        self.init(check, error.description)
    }
}
