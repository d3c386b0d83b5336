package import Chain

/// What the consensus of two nodes say to each other (tendermint.consensus.Message on 0x20 to 0x23).
package enum ConsensusMessage: Hashable, Sendable, Validatable {
    /// Where the sender stands.
    case newRoundStep(NewRoundStep)
    /// Which parts of a valid block the sender has.
    case newValidBlock(NewValidBlock)
    case proposal(Proposal)
    /// Which prevotes of the proposal's proof of lock the sender has.
    case proposalPOL(ProposalPOL)
    case blockPart(BlockPart)
    case vote(Vote)
    /// The sender has a vote.
    case hasVote(HasVote)
    /// The sender claims a majority.
    case voteSetMaj23(VoteSetMaj23)
    /// Which votes for a block the sender has.
    case voteSetBits(VoteSetBits)

    /// The channel that CometBFT sends this message on. One that arrives on another of the four is ignored there.
    package var channel: ChannelID {
        switch self {
        case .newRoundStep, .newValidBlock, .hasVote, .voteSetMaj23: .consensusState
        case .proposal, .proposalPOL, .blockPart: .consensusData
        case .vote: .consensusVote
        case .voteSetBits: .consensusVoteSetBits
        }
    }

    /// Whether nobody waits for it: which votes we have, which step of a round we are in, that we have all of a block. It
    /// only saves others from sending what we do not need.
    package var mayWait: Bool {
        switch self {
        case .hasVote: true
        case .newRoundStep(let message): message.step > .propose
        case .newValidBlock(let message): !message.isCommit && message.blockParts.isFull
        case .proposal, .proposalPOL, .blockPart, .vote, .voteSetMaj23, .voteSetBits: false
        }
    }

    /// Checks what CometBFT's `ValidateBasic` checks; a peer that breaks a rule is dropped.
    package func validate() throws(ValidationError) {
        switch self {
        case .newRoundStep(let message): try message.validate()
        case .newValidBlock(let message): try message.validate()
        case .proposal(let proposal): try proposal.validate()
        case .proposalPOL(let message): try message.validate()
        case .blockPart(let message): try message.validate()
        case .vote(let vote): try vote.validate()
        case .hasVote(let message): try message.validate()
        case .voteSetMaj23(let message): try message.validate()
        case .voteSetBits(let message): try message.validate()
        }
    }
}
