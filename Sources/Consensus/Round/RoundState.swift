package import Chain

/// Everything the machine knows of the height it decides (CometBFT `consensus/types/round_state.go`).
package struct RoundState: Sendable {
    package internal(set) var round: Round = 0
    package internal(set) var step = RoundStep.newHeight
    /// The height's validators, their priorities advanced to the round.
    package internal(set) var validators: ValidatorSet
    /// When the height's first round begins.
    package internal(set) var startTime: Instant
    /// When the block was decided.
    package internal(set) var commitTime: Instant?
    package internal(set) var proposal: Proposal?
    /// The parts being collected: those the proposal names, or those of a block that got a quorum.
    package internal(set) var proposalParts: PartSet?
    /// The block that `proposalParts` is, once they are all there.
    package internal(set) var proposalBlock: AssembledBlock?
    /// The last round in which we precommitted a block, and that block.
    package internal(set) var lockedRound = Round.none
    package internal(set) var lockedBlock: AssembledBlock?
    /// The last round in which a block we have got a polka, and that block: what we propose when it is our turn.
    package internal(set) var validRound = Round.none
    package internal(set) var validBlock: AssembledBlock?
    package internal(set) var votes: HeightVoteSet
    /// The round whose precommits decided; -1 while nothing is decided.
    package internal(set) var commitRound = Round.none
    /// The precommits that decided the block before; late ones are still added.
    package internal(set) var lastCommit: VoteSet?
    /// Whether the time to wait for more precommits of this round is running or over.
    package internal(set) var awaitsPrecommits = false

    init(_ context: HeightContext, startTime: Instant) {
        validators = context.validators
        self.startTime = startTime
        votes = HeightVoteSet(
            chainID: context.chainID, height: context.height, validators: context.validators, quorum: context.quorum,
            extensionsAreEnabled: context.extensionsAreEnabled)
        votes.enter(0)
        lastCommit = context.lastCommit
    }

    /// Whether a prevote can be decided: the block is there, and so is the polka that the proposal refers to.
    var proposalIsComplete: Bool {
        guard let proposal, proposalBlock != nil else { return false }
        if proposal.polRound < 0 { return true }
        // Without the polka the proposer is lying, or the votes have not come yet.
        return votes.prevotes(proposal.polRound)?.majority != nil
    }

    /// The parts that we have of the block with this header: of the round's, of the one we are locked on, or of the valid one.
    ///
    /// Deviation: CometBFT gives peers the round's parts only. Whoever knows that a block is decided and lacks it may have nobody
    /// else to get it from than a validator that is locked on it and in a later round.
    package func parts(with header: PartSetHeader?) -> PartSet? {
        guard let header else { return nil }
        if proposalParts?.header == header { return proposalParts }
        if lockedBlock?.parts.header == header { return lockedBlock?.parts }
        return validBlock?.parts.header == header ? validBlock?.parts : nil
    }

    /// Starts to collect the block with these parts, unless it is being collected already.
    mutating func collect(_ header: PartSetHeader) {
        if proposalParts?.header == header { return }
        proposalBlock = nil
        proposalParts = PartSet(header: header)
    }

    mutating func unlock() {
        lockedRound = .none
        lockedBlock = nil
    }
}
