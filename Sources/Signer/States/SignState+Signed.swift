package import Chain

extension SignState {
    /// The state after a proposal was signed.
    package init(_ proposal: Proposal, chainID: ChainID) {
        self.init(
            position: SignPosition(height: proposal.height, round: proposal.round, step: .propose),
            signBytes: proposal.signBytes(chainID: chainID), signature: proposal.signature)
    }

    /// The state after a vote was signed; nil when it is no prevote and no precommit.
    package init?(_ vote: Vote, chainID: ChainID) {
        guard vote.type == .prevote || vote.type == .precommit else { return nil }
        let step = vote.type == .prevote ? SignStep.prevote : .precommit
        self.init(
            position: SignPosition(height: vote.height, round: vote.round, step: step),
            signBytes: vote.signBytes(chainID: chainID), signature: vote.signature)
    }
}
