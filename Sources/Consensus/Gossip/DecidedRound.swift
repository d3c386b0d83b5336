package import Chain
package import Cryptography

/// What led to the last decision, for a peer that has yet to precommit there: what a stored block does not have.
package struct DecidedRound: Sendable {
    package let height: Height
    package let round: Round
    package let proposal: Proposal
    /// Who signed the proposal, and who made the block first.
    package let proposers: [Address?]
    /// Those of the block that was decided.
    let parts: PartSet
    /// The quorum for it, and whatever else came.
    let prevotes: VoteSet
    /// The quorum that the proposal refers to.
    let polka: VoteSet?

    /// - Returns: nil when nothing is decided, or something is missing here that a peer needs to precommit the block.
    package init?(of state: RoundState, at height: Height) {
        guard let proposal = state.proposal, proposal.round == state.commitRound, state.round == proposal.round,
            let block = state.proposalBlock, proposal.blockID == block.id,
            let prevotes = state.votes.prevotes(state.commitRound), prevotes.majority == block.id
        else { return nil }
        self.height = height
        self.proposal = proposal
        self.prevotes = prevotes
        proposers = [state.validators.proposer?.address, block.block.header.proposerAddress]
        round = proposal.round
        parts = block.parts
        polka = proposal.polRound >= 0 ? state.votes.prevotes(proposal.polRound) : nil
    }
}
