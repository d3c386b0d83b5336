package import Chain

/// What happened in the machine.
package enum Observation: Sendable {
    /// The step changed (CometBFT `NewRoundStep`).
    case step(height: Height, round: Round, step: RoundStep)
    /// A round began (`NewRound`).
    case round(height: Height, round: Round)
    /// A proposal was accepted as the round's.
    case proposal(Proposal)
    /// A part was added.
    case part(Part, height: Height, round: Round)
    /// All parts of a block are there (`CompleteProposal`).
    case completeBlock(BlockID, height: Height, round: Round)
    /// A vote was counted.
    case vote(Vote)
    /// A quorum prevoted one thing (`Polka`).
    case polka(BlockID, height: Height, round: Round)
    /// A block got a quorum of prevotes or precommits, and peers should know which parts we have (`ValidBlock`).
    case validBlock(PartSetHeader, height: Height, round: Round, isCommit: Bool)
    case locked(BlockID, height: Height, round: Round)
    case relocked(BlockID, height: Height, round: Round)
    case unlocked(height: Height, round: Round)
    /// The time to wait for a proposal is over (`TimeoutPropose`).
    case proposeTimeout(height: Height, round: Round)
    /// The time to wait for more votes is over (`TimeoutWait`).
    case voteTimeout(height: Height, round: Round, step: RoundStep)
}
