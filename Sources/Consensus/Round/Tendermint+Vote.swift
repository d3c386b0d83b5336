import Chain
import Cryptography
import Invariants

// Prevotes and precommits: lines 22 to 48 of the paper, and what counting a vote leads to.
extension Tendermint {
    // MARK: Prevote

    /// Prevotes. Lines 22 to 33.
    ///
    /// Deviation from the paper: a validator that is locked prevotes its locked block whatever is proposed; the proposal's
    /// proof-of-lock round only says which polka to wait for. It is the polka itself that unlocks, when it is counted.
    mutating func enterPrevote(_ round: Round, at now: Instant) {
        guard let context, let state, round == state.round, state.step < .prevote else { return }
        self.state?.step = .prevote
        observe(.step(height: context.height, round: round, step: .prevote))
        owed = [.prevote]
        settleOwedVotes(at: now)
    }

    /// Gives the votes we owe once the block they depend on has been judged.
    mutating func settleOwedVotes(at now: Instant) {
        while let next = owed.first, let state {
            let count = owed.count
            switch next {
            case .prevote: settlePrevote(state, at: now)
            case .precommit: settlePrecommit(state, at: now)
            case .proposal, .unknown: brokenInvariant("only votes are owed")
            }
            if owed.count == count { return }
        }
    }

    private mutating func settlePrevote(_ state: RoundState, at now: Instant) {
        // Nobody asks for it any more.
        if isDecided { owed.removeFirst() } else { settleOpenPrevote(state, at: now) }
    }

    private mutating func settleOpenPrevote(_ state: RoundState, at now: Instant) {
        if let locked = state.lockedBlock { return prevote(locked.id, state, at: now) }
        guard let block = state.proposalBlock else { return prevote(.none, state, at: now) }
        switch verdict(on: block) {
        case .accepted: prevote(block.id, state, at: now)
        case .unacceptable, .invalid: prevote(.none, state, at: now)
        case nil: return
        }
    }

    /// Who has forgotten what it signed waits for those who remember, and stays silent unless they all say the same.
    private mutating func prevote(_ blockID: BlockID, _ state: RoundState, at now: Instant) {
        if let rule = context?.restart, rule.haveForgotten {
            guard let prevotes = state.votes.prevotes(state.round), rule.isBacked(blockID, by: prevotes) else { return }
        }
        vote(.prevote, for: blockID, at: now)
    }

    // MARK: Precommit

    /// Precommits. Lines 36 to 46, and 47 to 48.
    mutating func enterPrecommit(_ round: Round, at now: Instant) {
        guard let context, let state, round == state.round, state.step < .precommit else { return }
        self.state?.step = .precommit
        observe(.step(height: context.height, round: round, step: .precommit))
        owed.append(.precommit)
        if let polka = state.votes.prevotes(round)?.majority {
            observe(.polka(polka, height: context.height, round: round))
        }
        settleOwedVotes(at: now)
    }

    private mutating func settlePrecommit(_ state: RoundState, at now: Instant) {
        guard let context else { return }
        let round = state.round
        if let decided = state.votes.precommits(round)?.majority, !decided.isNil {
            return settleLatePrecommit(state, for: decided, at: now)
        }
        // Decided in an older round, in which we can vote no more.
        if isDecided { return owed = [] }
        // Line 47: nothing got a quorum of prevotes.
        guard let polka = state.votes.prevotes(round)?.majority else { return vote(.precommit, for: .none, at: now) }
        // Line 44, and more than the paper: a polka for nil unlocks.
        if polka.isNil {
            if state.lockedBlock != nil {
                self.state?.unlock()
                observe(.unlocked(height: context.height, round: round))
            }
            return vote(.precommit, for: .none, at: now)
        }
        if let locked = state.lockedBlock, locked.id.hash == polka.hash {
            self.state?.lockedRound = round
            observe(.relocked(polka, height: context.height, round: round))
            return precommit(locked, named: polka, at: now)
        }
        // Line 36: lock, and precommit.
        if let block = state.proposalBlock, block.id.hash == polka.hash {
            switch verdict(on: block) {
            case nil: return
            case .accepted, .unacceptable:
                self.state?.lockedRound = round
                self.state?.lockedBlock = block
                observe(.locked(polka, height: context.height, round: round))
                return precommit(block, named: polka, at: now)
            case .invalid(let rule):
                // More than a third of the power prevoted a block that breaks the chain's rules: no vote of ours can help.
                // Deviation: CometBFT's node stops here; this one goes on serving.
                emit(.quorumForInvalidBlock(polka, rule: rule))
                owed.removeFirst()
                return
            }
        }
        // A polka for a block we lack: fetch it. Our lock is older than this polka, so it is given up.
        self.state?.unlock()
        self.state?.collect(polka.partSetHeader)
        observe(.unlocked(height: context.height, round: round))
        vote(.precommit, for: .none, at: now)
    }

    /// The round has its decision, and we have not precommitted in it: others were faster than the way to us. The block's commit
    /// takes late precommits, so ours is for the block, once that is here and follows the chain's rules.
    ///
    /// Deviation: CometBFT precommits nil here when it has seen the precommits before the prevotes or the block, and then the
    /// validator is missing in the commit. A quorum of precommits rests on a quorum of prevotes, so no lock is broken that the
    /// paper would keep.
    private mutating func settleLatePrecommit(_ state: RoundState, for decided: BlockID, at now: Instant) {
        guard let context, let block = state.proposalBlock, block.id == decided else { return }
        switch verdict(on: block) {
        case nil: return
        case .accepted, .unacceptable:
            self.state?.lockedRound = state.round
            self.state?.lockedBlock = block
            observe(.locked(decided, height: context.height, round: state.round))
            precommit(block, named: decided, at: now)
        case .invalid: owed.removeFirst()  // the engine stops
        }
    }

    /// - Parameter blockID: As the quorum names the block.
    private mutating func precommit(_ block: AssembledBlock, named blockID: BlockID, at now: Instant) {
        guard let context, context.extensionsAreEnabled, ownSeat != nil else {
            return vote(.precommit, for: blockID, at: now)
        }
        owed.removeFirst()
        extending = draft(.precommit, for: blockID, at: now)
        emit(.extendVote(block, height: context.height, round: state?.round ?? 0))
    }

    mutating func voteWasExtended(_ bytes: [UInt8], height: Height, round: Round) {
        guard var vote = extending, height == vote.height, round == vote.round, height == self.height else { return }
        extending = nil
        vote.extension = bytes
        emit(.signVote(vote))
    }

    // MARK: Signing

    private mutating func vote(_ type: SignedMessageType, for blockID: BlockID, at now: Instant) {
        owed.removeFirst()
        if let vote = draft(type, for: blockID, at: now) { emit(.signVote(vote)) }
    }

    /// The vote without its signature; nil when we are no validator of this height.
    private func draft(_ type: SignedMessageType, for blockID: BlockID, at now: Instant) -> Vote? {
        guard let context, let state, let seat = ownSeat else { return nil }
        return Vote(
            type: type, height: context.height, round: state.round, blockID: blockID,
            timestamp: voteTime(state, at: now), validatorAddress: seat.address,
            validatorIndex: Int32(clamping: seat.index),
            signature: Signature([]), extension: [], extensionSignature: Signature([]))
    }

    /// Later than the block's time by at least a millisecond, so that block times increase (CometBFT
    /// `spec/consensus/bft-time.md`).
    private func voteTime(_ state: RoundState, at now: Instant) -> Timestamp {
        guard let block = state.lockedBlock ?? state.proposalBlock else { return now.wall }
        return max(now.wall, block.block.header.time.adding(nanoseconds: 1_000_000))
    }

    // MARK: Judging

    /// What is known of a block; asks when nothing is.
    private mutating func verdict(on block: AssembledBlock) -> BlockVerdict? {
        guard let hash = block.id.hash else { return .invalid("the block has no hash") }
        if let verdict = verdicts[hash] { return verdict }
        judge(block)
        return nil
    }

    /// Has a block judged as soon as it is complete: the answer is there when the prevote is due.
    mutating func judge(_ block: AssembledBlock) {
        guard let context, let state, let hash = block.id.hash, verdicts[hash] == nil else { return }
        if judging.insert(hash).inserted { emit(.judge(block, height: context.height, round: state.round)) }
    }

    mutating func wasJudged(_ verdict: BlockVerdict, block: Hash, height: Height, at now: Instant) {
        guard height == self.height, judging.remove(block) != nil else { return }
        verdicts[block] = verdict
    }

    // MARK: Counting

    /// Counts a vote and follows what it completes.
    mutating func receive(_ verified: VerifiedVote, from peer: NodeID?, at now: Instant) {
        guard let context, let state else { return }
        let vote = verified.vote
        if vote.height.next == context.height && vote.type == .precommit {
            return receiveLate(verified, from: peer, at: now)
        }
        if vote.height != context.height { return }
        // A vote of ours may not count: somebody has voted with our key before, the same or not. Our step goes on with the
        // votes that do. Deviation: CometBFT's may wait for ever.
        let isOwn = peer == nil
        do {
            let outcome = try self.state?.votes.add(verified, from: peer)
            if let earlier = outcome?.conflicting { emit(.equivocation(earlier, vote)) }
            if outcome?.isAdded == true {
                observe(.vote(vote))
            } else if !isOwn {
                return
            }
        } catch .otherSignature {
            if !isOwn { return }
        } catch {
            return refuse(peer, .vote(error))
        }
        if isDecided { return }
        switch vote.type {
        case .prevote: prevoteWasCounted(vote.round, state, at: now)
        case .precommit: precommitWasCounted(vote.round, state, at: now)
        case .proposal, .unknown: return
        }
    }

    /// A precommit for the block before, which still belongs into the next block's commit.
    private mutating func receiveLate(_ verified: VerifiedVote, from peer: NodeID?, at now: Instant) {
        guard state?.step == .newHeight, state?.lastCommit != nil else { return }
        do {
            let outcome = try state?.lastCommit?.add(verified)
            if let earlier = outcome?.conflicting { emit(.equivocation(earlier, verified.vote)) }
            if outcome?.isAdded != true { return }
        } catch {
            if case .otherSignature = error { return }
            return refuse(peer, .vote(error))
        }
        observe(.vote(verified.vote))
        if settings.skipsTimeoutCommit && state?.lastCommit?.isComplete == true { enterNewRound(0, at: now) }
    }

    private mutating func prevoteWasCounted(_ round: Round, _ before: RoundState, at now: Instant) {
        guard let polka = state?.votes.prevotes(round)?.majority else {
            return followPrevotes(round, at: now)
        }
        followPolka(polka, round, before)
        followPrevotes(round, at: now)
    }

    /// A polka, in a round that is not above ours: it may end our lock, and it names the block to propose next.
    private mutating func followPolka(_ polka: BlockID, _ round: Round, _ before: RoundState) {
        guard let context else { return }
        // Deviation from the paper: the newer polka unlocks at once, also one for nil.
        if let locked = before.lockedBlock, before.lockedRound < round, round <= before.round,
            locked.id.hash != polka.hash
        {
            state?.unlock()
            observe(.unlocked(height: context.height, round: round))
        }
        // Line 36, its last two lines: validValue and validRound.
        guard !polka.isNil, before.validRound < round, round == before.round else { return }
        if let block = before.proposalBlock, block.id.hash == polka.hash {
            state?.validRound = round
            state?.validBlock = block
        } else {
            state?.proposalBlock = nil
        }
        state?.collect(polka.partSetHeader)
        observe(.validBlock(polka.partSetHeader, height: context.height, round: before.round, isCommit: false))
    }

    private mutating func followPrevotes(_ round: Round, at now: Instant) {
        guard let state, let prevotes = state.votes.prevotes(round) else { return }
        if round > state.round {
            if isPast(prevotes) { enterNewRound(round, at: now) }  // line 55
        } else if round == state.round && state.step >= .prevote {
            if let polka = prevotes.majority, polka.isNil || state.proposalIsComplete {
                enterPrecommit(round, at: now)  // lines 36 and 44
            } else if isPast(prevotes) {
                enterPrevoteWait(round)  // line 34
            }
        } else if let proposal = state.proposal, proposal.polRound >= 0, proposal.polRound == round {
            if state.proposalIsComplete { enterPrevote(state.round, at: now) }  // line 28
        }
    }

    private mutating func precommitWasCounted(_ round: Round, _ before: RoundState, at now: Instant) {
        guard let precommits = state?.votes.precommits(round) else { return }
        if let decided = precommits.majority {
            enterNewRound(round, at: now)
            enterPrecommit(round, at: now)
            if decided.isNil {
                enterPrecommitWait(round)
            } else {
                enterCommit(round, at: now)  // line 49
            }
        } else if before.round <= round && isPast(precommits) {
            enterNewRound(round, at: now)
            enterPrecommitWait(round)  // line 47
        }
    }

    /// Whether a round need not wait for more of these votes than a little.
    private func isPast(_ votes: VoteSet) -> Bool {
        votes.hasQuorumOfAny || context?.restart?.isPast(votes) == true
    }

    // MARK: Waiting

    /// Line 34: a quorum prevoted, for nothing in particular; wait a little for more.
    private mutating func enterPrevoteWait(_ round: Round) {
        guard let context, let state, round == state.round, state.step < .prevoteWait else { return }
        self.state?.step = .prevoteWait
        schedule(.prevoteWait, round, after: settings.timeouts.duration(.prevoteWait, round))
        observe(.step(height: context.height, round: round, step: .prevoteWait))
    }

    /// Line 47: a quorum precommitted, for nothing in particular; wait a little for more.
    private mutating func enterPrecommitWait(_ round: Round) {
        guard let context, let state, round == state.round, !state.awaitsPrecommits, state.step != .commit else {
            return
        }
        self.state?.awaitsPrecommits = true
        schedule(.precommitWait, round, after: settings.timeouts.duration(.precommitWait, round))
        observe(.step(height: context.height, round: round, step: state.step))
    }

    /// Lines 57 to 67.
    mutating func receive(_ timeout: Timeout, at now: Instant) {
        guard let state, timeout.height == height, !isDecided else { return }
        if timeout.round < state.round || (timeout.round == state.round && timeout.step < state.step) { return }
        switch timeout.step {
        case .newHeight: enterNewRound(0, at: now)
        case .newRound: enterPropose(0, at: now)
        case .propose:
            observe(.proposeTimeout(height: timeout.height, round: timeout.round))
            enterPrevote(timeout.round, at: now)
        case .prevoteWait:
            observe(.voteTimeout(height: timeout.height, round: timeout.round, step: timeout.step))
            enterPrecommit(timeout.round, at: now)
        case .precommitWait:
            observe(.voteTimeout(height: timeout.height, round: timeout.round, step: timeout.step))
            enterPrecommit(timeout.round, at: now)
            enterNewRound(timeout.round.next, at: now)
        case .prevote, .precommit, .commit: return
        }
    }
}
