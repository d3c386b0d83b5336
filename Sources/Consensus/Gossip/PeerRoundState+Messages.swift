package import Chain
package import PeerMessages

// What a peer's messages tell about it (CometBFT `consensus/reactor.go`, `PeerState.Apply…`).
extension PeerRoundState {
    /// - Returns: Whether the peer moved on. What is not later than what it told before is passed over.
    package mutating func apply(_ message: NewRoundStep) -> Bool {
        guard let step = RoundStep(rawValue: message.step.rawValue) else { return false }
        let position = PeerPosition(height: message.height, round: message.round, step: step)
        let current = PeerPosition(height: height, round: round, step: self.step)
        if let told {
            if position <= told { return false }
            noteTold(position)
            if position < current { return true }
            lastCommitRound = position.height == height ? message.lastCommitRound : lastCommitRound
            if position == current { return true }
        } else if height > 0 && position <= current {
            return false
        }
        move(to: position, lastCommitRound: message.lastCommitRound)
        return true
    }

    mutating func move(to position: PeerPosition, lastCommitRound: Round) {
        if position.height != height || position.round != round { leaveRound() }
        if position.height != height {
            self.lastCommitRound = lastCommitRound
            let last = VoteSetID(height: position.height.previous, round: lastCommitRound, type: .precommit)
            votes = votes.filter { $0.key == last || $0.key.height == position.height }
        }
        height = position.height
        round = position.round
        step = position.step
    }

    mutating func leaveRound() {
        hasProposal = false
        partSetHeader = nil
        supposesParts = false
        parts = Marks()
        polRound = .none
        withheld.forgetBlock()
    }

    package mutating func apply(_ message: NewValidBlock) {
        // It waits for parts of the block that we thought it had.
        if message.isCommit && message.height == told?.height { returnToTold() }
        guard message.height == height, message.round == round || message.isCommit else { return }
        if !message.blockParts.isFull { withheld.forgetBlock() }
        supposesParts = false
        if partSetHeader == message.blockPartSetHeader && !message.isCommit {
            parts.noteHas(message.blockParts)
        } else {
            // It waits for this block: what was sent before it knew the header was dropped.
            partSetHeader = message.blockPartSetHeader
            parts = Marks(told: message.blockParts)
        }
    }

    /// The peer sent the proposal. Where its proposer made two, it may be another one than we sent the peer, and this one counts.
    package mutating func apply(_ proposal: Proposal) {
        guard proposal.height == height, proposal.round == round else { return }
        let header = proposal.blockID.partSetHeader
        if hasProposal && supposesParts && partSetHeader != header {
            partSetHeader = header
            parts = Marks()
            polRound = proposal.polRound
        }
        note(proposal)
        supposesParts = false
    }

    /// The peer has the proposal: it sent it, or we sent it.
    package mutating func note(_ proposal: Proposal) {
        guard proposal.height == height, proposal.round == round, !hasProposal else { return }
        hasProposal = true
        polRound = proposal.polRound
        // A block that got a quorum is collected before the one proposed.
        if partSetHeader == nil {
            partSetHeader = proposal.blockID.partSetHeader
            supposesParts = true
        }
    }

    package mutating func apply(_ message: ProposalPOL) {
        guard message.height == height, message.proposalPOLRound == polRound else { return }
        mark(VoteSetID(height: height, round: polRound, type: .prevote)) { $0.noteTold(message.proposalPOL) }
    }

    /// The peer sent a part.
    package mutating func apply(_ message: BlockPart) {
        if message.height == height && message.round == round { parts.noteTold(Int(message.part.index)) }
    }

    package mutating func apply(_ message: HasVote) {
        mark(VoteSetID(height: message.height, round: message.round, type: message.type)) {
            $0.noteTold(Int(message.index))
        }
    }

    /// The peer sent a vote.
    package mutating func apply(_ vote: Vote) {
        mark(VoteSetID(height: vote.height, round: vote.round, type: vote.type)) {
            $0.noteTold(Int(vote.validatorIndex))
        }
    }

    /// - Parameter ours: The votes for the same block that we have; nil when we cannot compare.
    package mutating func apply(_ message: VoteSetBits, ours: BitArray?) {
        mark(VoteSetID(height: message.height, round: message.round, type: message.type)) {
            $0.replace(with: message.votes, compared: ours)
        }
    }
}
