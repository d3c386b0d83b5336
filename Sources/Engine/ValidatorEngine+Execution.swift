import ABCI
import Chain
import Consensus
import Cryptography
import Execution
import Mempool

// From a decided block to the next height.
extension ValidatorEngine {
    /// Has the decided block executed, once the block before it is durable: never are two heights decided and not
    /// committed, except while catching up.
    mutating func executeDecision(at now: Instant) {
        guard let chain, let decided, !decided.isExecuting, let hash = decided.block.id.hash else { return }
        let isNext = durableHeight == chain.lastBlockHeight || mayExecuteAhead
        switch machine.verdict(on: hash) {
        // What our clock or the application thinks of a block that follows the rules matters no more.
        case .accepted, .unacceptable: if isNext { execute(decided, at: now) }
        case .invalid(let rule): emit(.stop(.invalidBlockDecided(rule)))
        case nil:
            guard let candidate = candidates[hash] else {
                candidates[hash] = Candidate(block: decided.block)
                return emit(
                    .verifyBlock(decided.block, against: chain, verifiesLastCommit: decided.verifiesLastCommit))
            }
            // Otherwise the answer is on its way.
            if !candidate.followsRules { return }
            // The application has not said yet what it thinks; a precommit may wait for that.
            if machine.isJudging(hash) {
                inputs.append(.judged(.accepted, block: hash, height: decided.block.block.height))
            }
            if isNext { execute(decided, at: now) }
        }
    }

    private mutating func execute(_ decision: Decision, at now: Instant) {
        guard let chain else { return }
        decided?.isExecuting = true
        hearOwnKey(in: decision, at: now)
        do {
            emit(.call(.finalizeBlock(try chain.finalizeBlockRequest(decision.block.block))))
        } catch {
            emit(.stop(.invalidBlockDecided("\(error)")))
        }
    }

    /// The application has executed the block: make it durable, and begin the next height beside that.
    mutating func wasExecuted(
        _ answer: Result<ResponseFinalizeBlock, ApplicationError>, changes: [StagedChange], height: Height,
        at now: Instant
    ) {
        guard let chain, let decided, decided.isExecuting, decided.block.block.height == height else { return }
        let block = decided.block
        let response: ResponseFinalizeBlock
        let transition: BlockTransition
        do {
            response = try answer.get()
        } catch {
            return emit(.stop(.applicationFailed("FinalizeBlock at height \(height): \(error)")))
        }
        do {
            transition = try BlockTransition(from: chain, blockID: block.id, block: block.block, answer: response)
        } catch {
            return emit(.stop(.answerRefused("FinalizeBlock at height \(height): \(error)")))
        }
        // Precommits may have come since the decision; the next height begins with just those that are stored.
        let precommits = machine.state.flatMap { $0.votes.precommits($0.commitRound)?.committed }
        let seenCommit = precommits?.extendedCommit ?? decided.commit
        let committed = CommittedBlock(
            block: block, seenCommit: seenCommit, response: response, state: transition.state, changes: changes,
            evidence: settleEvidence(of: block.block, after: transition.state))
        self.decided = nil
        candidates = [:]
        peers.keep(StoredBlock(block, commit: seenCommit))
        peers.lastRound = machine.state.flatMap { DecidedRound(of: $0, at: height) }
        lastSeenCommit = seenCommit
        self.chain = transition.state
        lastHeader = block.block.header
        storing.append((height, block.parts.byteSize))
        emit(.call(.commit(height: height)))
        // The block holds our precommit, and whoever reads it has our signature.
        emit(.commit(committed), after: ownRelease)
        emit(.publish(.block(committed, validatorUpdates: transition.validatorUpdates)), after: .committed(height))
        settleTransactions(of: committed, at: now)
        if isFetching { return blockWasApplied(at: now) }
        endScouting()
        beginHeight(lastCommit: precommits, at: now)
    }

    mutating func wasCommitted(_ height: Height) {
        durableHeight = height
        storing.removeAll { $0.height <= height }
        if base == 0 { base = height }
        if height > 0 { emit(.truncateLog(through: height)) }
    }

    /// Begins the height after the chain's last block.
    ///
    /// - Parameter lastCommit: The precommits that decided that block; nil before the first.
    mutating func beginHeight(lastCommit: VoteSet?, at now: Instant) {
        guard let context = heightContext(lastCommit: lastCommit) else { return }
        pool.limits = transactionLimits
        peers.voices.keep(context.validators.validators.map(\.address))
        let records = unreplayed.filter { $0.height == context.height }
        unreplayed.removeAll { $0.height <= context.height }
        if records.isEmpty {
            for effect in machine.handle(.begin(context), at: now) { carry(effect, at: now) }
        } else {
            replay(records, context, at: now)
        }
        goToRestart()
        receiveEarly(at: now)
        announceTransactions()
    }

    /// What consensus must know to decide the height after the chain's last block.
    func heightContext(lastCommit: VoteSet?) -> HeightContext? {
        guard let chain else { return nil }
        let parameters = chain.consensusParameters
        let height = chain.nextHeight
        return HeightContext(
            chainID: chain.chainID, height: height, validators: chain.validators, faultModel: parameters.faultModel,
            blockBytesMaximum: parameters.block.bytesMaximum,
            extensionsAreEnabled: parameters.abci.voteExtensionsEnabled(at: height),
            needsProofBlock: height == chain.initialHeight || lastHeader?.appHash != chain.appHash,
            lastCommit: lastCommit, restart: restartRule)
    }
}
