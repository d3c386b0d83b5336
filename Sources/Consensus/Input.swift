package import Chain
package import Cryptography

/// What happens to the machine. An answer names what it answers; one that comes too late is passed over.
package enum Input: Sendable {
    /// The height before is committed, or the node has started: begin this one.
    case begin(HeightContext)
    /// A proposal, its signature verified.
    case proposal(VerifiedProposal, from: NodeID?)
    /// A part of the block proposed at a height and round.
    case part(Part, height: Height, round: Round, from: NodeID?)
    /// A vote, its signatures verified and its extension accepted by the application. nil: from this node.
    case vote(VerifiedVote, from: NodeID?)
    /// A peer claims a quorum for a block.
    case claim(height: Height, round: Round, type: SignedMessageType, blockID: BlockID, from: NodeID)
    /// A scheduled time has come.
    case timeout(Timeout)
    /// Transactions wait to be proposed; told once a height.
    case transactionsAvailable(height: Height)
    /// Answers `.createProposal`; nil when none could be made.
    case proposalCreated(AssembledBlock?, height: Height, round: Round)
    /// Answers `.judge`.
    case judged(BlockVerdict, block: Hash, height: Height)
    /// Answers `.extendVote`.
    case voteExtended([UInt8], height: Height, round: Round)
    /// Answers `.signProposal`; nil when the signer refuses.
    case proposalSigned(VerifiedProposal?, height: Height, round: Round)
    /// Answers `.signVote`; nil when the signer refuses.
    case voteSigned(VerifiedVote?, height: Height, round: Round, type: SignedMessageType)
}
