import Chain

// A height's beginning and end.
extension Tendermint {
    /// Begins a height: round 0 starts once late precommits of the height before have had their time.
    mutating func begin(_ next: HeightContext, at now: Instant) {
        // After a height of our own the pause counts from the moment it was decided.
        let pause = settings.timeouts.duration(.newHeight, 0)
        let origin = isDecided ? state?.commitTime ?? now : now
        let start = Instant(
            wall: origin.wall.adding(nanoseconds: pause.rawValue), monotonic: origin.monotonic.adding(pause, times: 1))
        context = next
        state = RoundState(next, startTime: start)
        verdicts = [:]
        judging = []
        owed = []
        extending = nil
        proposing = nil
        isDecided = false
        observe(.step(height: next.height, round: 0, step: .newHeight))
        if settings.skipsTimeoutCommit && next.lastCommit?.isComplete == true {
            enterNewRound(0, at: now)
            return
        }
        // The decision may be one of a log, by the clock of a machine that has started anew since: never wait longer.
        let wait = Nanoseconds(min(pause.rawValue, max(0, start.monotonic.rawValue - now.monotonic.rawValue)))
        schedule(.newHeight, 0, after: wait)
    }

    /// A quorum precommitted a block: whatever else happens, this is the height's block.
    ///
    /// Line 49. Deviation from the paper: the block may still be missing, and is then fetched by its parts' header.
    mutating func enterCommit(_ round: Round, at now: Instant) {
        guard let context, var state, state.step < .commit, !isDecided else { return }
        guard let blockID = state.votes.precommits(round)?.majority, !blockID.isNil else { return }
        state.commitRound = round
        state.commitTime = now
        if state.lockedBlock?.id == blockID {
            state.proposalBlock = state.lockedBlock
            state.proposalParts = state.lockedBlock?.parts
        }
        if state.proposalBlock?.id != blockID && state.proposalParts?.header != blockID.partSetHeader {
            state.collect(blockID.partSetHeader)
            observe(
                .validBlock(blockID.partSetHeader, height: context.height, round: state.round, isCommit: true))
        }
        state.step = .commit
        self.state = state
        observe(.step(height: context.height, round: state.round, step: .commit))
        decideIfComplete(at: now)
    }

    /// Hands on the block that a quorum precommitted, once it is here.
    mutating func decideIfComplete(at now: Instant) {
        guard let state, state.step == .commit, !isDecided else { return }
        guard let precommits = state.votes.precommits(state.commitRound), let blockID = precommits.majority,
            let block = state.proposalBlock, block.id == blockID
        else { return }
        isDecided = true
        // Before the block is executed: an application is not asked to extend a vote for what it has executed.
        settleOwedVotes(at: now)
        emit(.decide(block, commit: precommits.extendedCommit))
    }
}
