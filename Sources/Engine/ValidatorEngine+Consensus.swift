import ABCI
import Chain
import Consensus
import Cryptography
import Execution
import Mempool

// What consensus wants, carried out with the chain's state and the application.
extension ValidatorEngine {
    /// Hands an input to consensus, and to the log first: a signature that follows from it is released only when the log
    /// is durable up to there.
    mutating func decide(_ input: Input, at now: Instant) {
        guard let height = machine.height else { return }
        let record = LogRecord(height: height, time: now, input: input)
        let position = nextPosition.advanced(by: record.entryCount - 1)
        emit(.append(record, position))
        if let signature = input.signatureOfOurs {
            lastOwnSignature = position
            ownSignatures.note(signature, at: position)
            if let step = input.ownSignature { ownKey.note(step, signature) }
        }
        nextPosition = position.next
        peers.sender = input.sender
        peers.partRound = if case .part(_, _, let round, _) = input { round } else { nil }
        for effect in machine.handle(input, at: now) { carry(effect, at: now) }
        peers.sender = nil
    }

    /// Turns what consensus wants into effects of the engine.
    mutating func carry(_ effect: Consensus.Effect, at now: Instant) {
        switch effect {
        case .schedule(let timeout, let wait): emit(.schedule(timeout, after: wait))
        case .createProposal(let height, let round, let lastCommit):
            prepareProposal(height: height, round: round, lastCommit: lastCommit)
        case .judge(let block, _, _): judge(block, at: now)
        case .extendVote(let block, _, let round): extendVote(block, round: round)
        case .signProposal(let proposal):
            sign(
                .signProposal(proposal), height: proposal.height, round: proposal.round,
                refusal: .proposalSigned(nil, height: proposal.height, round: proposal.round), at: now)
        case .signVote(let vote):
            sign(
                .signVote(vote), height: vote.height, round: vote.round,
                refusal: .voteSigned(nil, height: vote.height, round: vote.round, type: vote.type), at: now)
        case .proposed: return  // gossip finds it in the round's state
        case .decide(let block, let commit):
            decided = Decision(block: block, commit: commit)
            executeDecision(at: now)
        case .equivocation(let first, let second): report(first, second)
        case .quorumForInvalidBlock(_, let rule): notify(.quorumForInvalidBlock(rule: rule))
        case .refuse(let peer, let reason): refuse(peer, reason, at: now)
        case .observe(let observation):
            note(observation)
            // What we signed is not shown before it is durable, to nobody.
            emit(.publish(.consensus(observation)), after: lastOwnSignature.map(Release.logged))
        }
    }

    // MARK: Proposing

    private mutating func prepareProposal(height: Height, round: Round, lastCommit: ExtendedCommit?) {
        guard let chain, let proposer = settings.consensus.publicKey?.address else { return }
        let commit = lastCommit ?? ExtendedCommit(wrapping: .empty)
        do {
            let evidence = try proposedEvidence(chain)
            let bytesMaximum = try chain.transactionBytesMaximum(evidence: evidence)
            let transactions = pool.reap(
                bytesMaximum: chain.consensusParameters.block.maxBytes == -1 ? -1 : bytesMaximum,
                gasMaximum: chain.consensusParameters.block.maxGas)
            let request = try chain.prepareProposalRequest(
                transactions: transactions, lastCommit: commit, evidence: evidence, proposer: proposer)
            preparing = Preparation(height: height, round: round, lastCommit: commit.commit, evidence: evidence)
            emit(.call(.prepareProposal(request, round: round)))
        } catch {
            notify(.applicationFailed("no proposal at height \(height): \(error)"))
            inputs.append(.proposalCreated(nil, height: height, round: round))
        }
    }

    /// Makes the block that the application prepared; a proposal that cannot be made costs a round.
    mutating func wasPrepared(
        _ answer: Result<ResponsePrepareProposal, ApplicationError>, height: Height, round: Round
    ) {
        guard let chain, let preparing, preparing.height == height, preparing.round == round,
            let proposer = settings.consensus.publicKey?.address
        else { return }
        self.preparing = nil
        do {
            let response = try answer.get()
            let limit = try chain.transactionBytesMaximum(evidence: preparing.evidence)
            try BlockData(response.txs).validate(bytesMaximum: limit)
            let block = try chain.makeBlock(
                transactions: response.txs, lastCommit: preparing.lastCommit, evidence: preparing.evidence,
                proposer: proposer)
            inputs.append(
                .proposalCreated(
                    AssembledBlock(block: block, parts: block.partSet()), height: height, round: round))
        } catch {
            notify(.applicationFailed("no proposal at height \(height): \(error)"))
            inputs.append(.proposalCreated(nil, height: height, round: round))
        }
    }

    // MARK: Judging

    private mutating func judge(_ block: AssembledBlock, at now: Instant) {
        guard let chain else { return }
        candidates[block.hash] = Candidate(block: block)
        // What a block's commit is made of are votes, most often those that we have counted.
        let isCounted = block.block.lastCommit.map { machine.state?.lastCommit?.proves($0) == true } ?? false
        emit(.verifyBlock(block, against: chain, verifiesLastCommit: !isCounted))
    }

    /// The rules have been checked; next the clock, then the application.
    mutating func wasVerified(_ rejection: BlockRejection?, block: Hash, height: Height, at now: Instant) {
        guard let chain, height == chain.nextHeight else { return }
        if let decided, decided.block.id.hash == block {
            if let rejection { return emit(.stop(.invalidBlockDecided("\(rejection)"))) }
            candidates[block]?.followsRules = true
            // Whatever the application would say of it now: a precommit may wait for this.
            if machine.isJudging(block) { decide(.judged(.accepted, block: block, height: height), at: now) }
            return executeDecision(at: now)
        }
        if let rejection {
            return inputs.append(.judged(.invalid("\(rejection)"), block: block, height: height))
        }
        candidates[block]?.followsRules = true
        guard let judged = candidates[block]?.block else { return }
        do {
            try ChainState.checkTimeTolerance(
                of: judged.block.header.time, now: now.wall, tolerance: settings.blockTimeTolerance)
            emit(.call(.processProposal(try chain.processProposalRequest(judged.block), block: block)))
        } catch {
            inputs.append(.judged(.unacceptable, block: block, height: height))
        }
    }

    mutating func wasProcessed(
        _ answer: Result<ResponseProcessProposal, ApplicationError>, block: Hash, height: Height
    ) {
        do {
            let isAccepted = try answer.get().isAccepted()
            inputs.append(.judged(isAccepted ? .accepted : .unacceptable, block: block, height: height))
        } catch {
            notify(.applicationFailed("ProcessProposal at height \(height): \(error)"))
            inputs.append(.judged(.unacceptable, block: block, height: height))
        }
    }

    // MARK: Extending

    private mutating func extendVote(_ block: AssembledBlock, round: Round) {
        guard let chain else { return }
        do {
            emit(.call(.extendVote(try chain.extendVoteRequest(block.block), round: round)))
        } catch {
            emit(.stop(.applicationFailed("ExtendVote at height \(block.block.height): \(error)")))
        }
    }

    mutating func wasExtended(_ answer: Result<ResponseExtendVote, ApplicationError>, height: Height, round: Round) {
        switch answer {
        case .success(let response) where response.voteExtension.count > ChainLimits.voteExtensionBytesMaximum:
            notify(
                .applicationFailed(
                    "ExtendVote at height \(height): \(response.voteExtension.count) bytes, at most "
                        + "\(ChainLimits.voteExtensionBytesMaximum)"))
        case .success(let response):
            inputs.append(.voteExtended(response.voteExtension, height: height, round: round))
        case .failure(let error):
            // Without an extension there is no valid precommit: the vote is not given.
            notify(.applicationFailed("ExtendVote at height \(height): \(error)"))
        }
    }
}

extension Input {
    /// The peer that it came from.
    var sender: NodeID? {
        switch self {
        case .proposal(_, let peer), .part(_, _, _, let peer), .vote(_, let peer): peer
        case .claim(_, _, _, _, let peer): peer
        default: nil
        }
    }

    /// Whether a signature of this node is in it.
    var holdsOwnSignature: Bool { signatureOfOurs != nil }

    /// The signature of this node that is in it.
    var signatureOfOurs: Signature? {
        switch self {
        case .proposalSigned(let verified, _, _): verified?.proposal.signature
        case .voteSigned(let verified, _, _, _): verified?.vote.signature
        default: nil
        }
    }
}
