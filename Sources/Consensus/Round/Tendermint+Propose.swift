import Chain
import Cryptography
import Wire

// Rounds and proposals: lines 11 to 21 of the paper.
extension Tendermint {
    /// Begins a round. Lines 11 to 13, and 55 to 56.
    ///
    /// Deviation from the paper: a higher round is followed when a quorum voted in it, whatever for, not when f+1 did; and
    /// a decided height is not left, though v0.38 may still change its round while it waits for the block's parts.
    mutating func enterNewRound(_ round: Round, at now: Instant) {
        guard let context, var state, state.step != .commit else { return }
        if round < state.round || (round == state.round && state.step != .newHeight) { return }
        if round > state.round {
            state.validators.incrementProposerPriority(times: Int(round.rawValue) - Int(state.round.rawValue))
        }
        // What came for round 0 before it began is kept: others may have started earlier.
        if round != 0 {
            state.proposal = nil
            state.proposalBlock = nil
            state.proposalParts = nil
        }
        state.round = round
        state.step = .newRound
        state.votes.enter(round)
        state.awaitsPrecommits = false
        self.state = state
        owed = []
        // The application, or our clock, may think otherwise of a block when it is proposed again.
        verdicts = verdicts.filter { $0.value != .unacceptable }
        extending = nil
        proposing = nil
        observe(.round(height: context.height, round: round))
        if settings.waitsForTransactions && round == 0 && !context.needsProofBlock {
            let interval = settings.emptyBlocksInterval
            if interval.rawValue > 0 {
                schedule(.newRound, 0, after: interval)
            }
        } else {
            enterPropose(round, at: now)
        }
    }

    /// Transactions wait: a height that waited for them may be proposed.
    mutating func transactionsAreAvailable(height: Height, at now: Instant) {
        guard let context, let state, height == context.height, state.round == 0 else { return }
        switch state.step {
        case .newHeight:
            if context.needsProofBlock { return }
            // A millisecond after round 0 begins, so that it has begun.
            let pause = settings.timeouts.duration(.newHeight, 0).rawValue
            let wait = min(pause, state.startTime.monotonic.rawValue - now.monotonic.rawValue) + 1_000_000
            schedule(.newRound, 0, after: Nanoseconds(max(0, wait)))
        case .newRound:
            enterPropose(0, at: now)
        default:
            return
        }
    }

    /// Proposes when it is our turn, and waits for the proposal either way. Lines 14 to 21.
    mutating func enterPropose(_ round: Round, at now: Instant) {
        guard let context, let state else { return }
        if round != state.round || state.step >= .propose { return }
        self.state?.step = .propose
        schedule(.propose, round, after: settings.timeouts.duration(.propose, round))
        observe(.step(height: context.height, round: round, step: .propose))
        if let seat = ownSeat, state.validators.proposer?.address == seat.address {
            if let block = state.validBlock {
                signProposal(of: block, at: now)  // lines 15 and 16
            } else if context.lastCommit == nil || state.lastCommit?.majority != nil {
                emit(
                    .createProposal(
                        height: context.height, round: round, lastCommit: state.lastCommit?.extendedCommit))
            }
        }
        if state.proposalIsComplete { enterPrevote(round, at: now) }
    }

    mutating func proposalWasCreated(_ block: AssembledBlock?, height: Height, round: Round, at now: Instant) {
        guard let block, let state, height == self.height, round == state.round else { return }
        // Once we have prevoted, the signer would refuse to sign an earlier step.
        if state.step == .propose { signProposal(of: block, at: now) }
    }

    private mutating func signProposal(of block: AssembledBlock, at now: Instant) {
        guard let context, let state else { return }
        emit(
            .signProposal(
                Proposal(
                    height: context.height, round: state.round, polRound: state.validRound, blockID: block.id,
                    timestamp: now.wall, signature: Signature([]))))
        proposing = block
    }

    mutating func proposalWasSigned(_ verified: VerifiedProposal?, height: Height, round: Round, at now: Instant) {
        guard let verified, let block = proposing, height == self.height, round == state?.round else { return }
        proposing = nil
        emit(.proposed(verified, block))
        receive(verified, from: nil)
        for part in block.parts.parts { receive(part, height: height, round: round, from: nil, at: now) }
    }

    /// Takes a proposal as the round's. Lines 22 and 28, their conditions on who sent it.
    mutating func receive(_ verified: VerifiedProposal, from peer: NodeID?) {
        let proposal = verified.proposal
        guard let context, let state, state.proposal == nil, proposal.height == context.height,
            proposal.round == state.round
        else { return }
        guard verified.chainID == context.chainID, verified.publicKey == state.validators.proposer?.publicKey else {
            return refuse(peer, .notTheProposer)
        }
        if proposal.polRound < .none || (proposal.polRound >= 0 && proposal.polRound >= proposal.round) {
            return refuse(peer, .proofOfLockRound)
        }
        do {
            try proposal.validateBlockSize(blockBytesMaximum: context.blockBytesMaximum)
        } catch {
            return refuse(peer, .tooManyParts)
        }
        self.state?.proposal = proposal
        // Parts already being collected are those of a block with a quorum, and matter more.
        if state.proposalParts == nil { self.state?.proposalParts = PartSet(header: proposal.blockID.partSetHeader) }
        observe(.proposal(proposal))
    }

    /// Adds a part; all of them together are the block.
    mutating func receive(_ part: Part, height: Height, round: Round, from peer: NodeID?, at now: Instant) {
        // Rounds do not matter here: a block may be proposed again.
        guard let context, height == context.height, !isDecided, var parts = state?.proposalParts else { return }
        let isAdded: Bool
        do {
            isAdded = try parts.add(part)
        } catch {
            return refuse(peer, .part("\(error)"))
        }
        if !isAdded { return }
        if Int64(parts.byteSize) > context.blockBytesMaximum {
            return refuse(peer, .notABlock("\(parts.byteSize) bytes, at most \(context.blockBytesMaximum)"))
        }
        state?.proposalParts = parts
        observe(.part(part, height: height, round: round))
        guard parts.isComplete, let bytes = parts.assembledBytes else { return }
        do {
            guard let block = AssembledBlock(block: try Block(protobuf: bytes), parts: parts) else {
                return refuse(peer, .notABlock("the header has no hash"))
            }
            state?.proposalBlock = block
        } catch {
            return refuse(peer, .notABlock("\(error)"))
        }
        blockIsComplete(at: now)
    }

    private mutating func blockIsComplete(at now: Instant) {
        guard let context, let state, let block = state.proposalBlock else { return }
        observe(.completeBlock(block.id, height: context.height, round: state.round))
        judge(block)
        let polka = state.votes.prevotes(state.round)?.majority
        if let polka, !polka.isNil, state.validRound < state.round, polka.hash == block.id.hash {
            self.state?.validRound = state.round
            self.state?.validBlock = block
        }
        if state.step <= .propose && state.proposalIsComplete {
            enterPrevote(state.round, at: now)
            if polka != nil { enterPrecommit(state.round, at: now) }
        } else if state.step == .commit {
            decideIfComplete(at: now)
        }
    }

    mutating func refuse(_ peer: NodeID?, _ reason: RefusalReason) {
        if let peer { emit(.refuse(peer, reason)) }
    }
}
