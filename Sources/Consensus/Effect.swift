package import Chain
package import Cryptography

/// What the machine wants done. Each slow one is answered by exactly one input, failure included.
package enum Effect: Sendable {
    /// Wait, then hand back the timeout; it replaces any that is still waiting.
    case schedule(Timeout, after: Nanoseconds)
    /// Make a block for this height from waiting transactions; answered by `.proposalCreated`.
    case createProposal(height: Height, round: Round, lastCommit: ExtendedCommit?)
    /// May the block follow the state, and does the application accept it? Answered by `.judged`.
    case judge(AssembledBlock, height: Height, round: Round)
    /// Ask the application for the extension of our precommit; answered by `.voteExtended`.
    case extendVote(AssembledBlock, height: Height, round: Round)
    /// Sign the proposal; answered by `.proposalSigned`.
    case signProposal(Proposal)
    /// Sign the vote; answered by `.voteSigned`.
    case signVote(Vote)
    /// Our own proposal, signed, with its block: send it to everyone.
    case proposed(VerifiedProposal, AssembledBlock)
    /// The height is decided: execute the block, store it with this commit, and begin the next height.
    case decide(AssembledBlock, commit: ExtendedCommit)
    /// Two votes of one validator that contradict each other.
    case equivocation(Vote, Vote)
    /// A quorum prevoted a block that breaks a rule of the chain: more than a third of the power is lying, or we are wrong.
    case quorumForInvalidBlock(BlockID, rule: String)
    /// Something a peer sent was wrong; it names the input's sender.
    case refuse(NodeID, RefusalReason)
    /// What happened, for gossip, events, logs and metrics.
    case observe(Observation)
}
