import Chain
import Consensus
import Cryptography
import Evidence
import Execution

// Misbehaviour, from votes that contradict each other to blocks.
extension ValidatorEngine {
    /// Pieces from peers being verified at a time; what comes beyond is sent again by whoever has it.
    static let examinedMaximum = 1_024

    // MARK: Votes

    /// Two votes of one validator contradict each other.
    mutating func report(_ first: Vote, _ second: Vote) {
        distrust(Equivocation(second))
        if let own = settings.consensus.publicKey?.address, own == first.validatorAddress {
            // As in CometBFT, nobody accuses himself. Others will.
            return notify(.ownEquivocation(height: second.height, round: second.round, type: second.type))
        }
        guard evidencePool.report(first, second) else { return }
        notify(.equivocation(validator: first.validatorIndex, height: first.height))
        // Late precommits are about the block before, whose time is known.
        if let chain, first.height == chain.lastBlockHeight {
            _ = evidencePool.formEvidence(
                height: first.height, time: chain.lastBlockTime, validators: chain.lastValidators)
        }
    }

    // MARK: Blocks

    /// Pending evidence for a block of ours. It leaves room for everything else that a block must have.
    func proposedEvidence(_ chain: ChainState) throws -> EvidenceList {
        let room = try chain.transactionBytesMaximum(evidence: .empty)
        return evidencePool.list(bytesMaximum: min(chain.consensusParameters.evidence.maxBytes, room))
    }

    /// A block's other rules have been checked: its evidence is next, if it has any that we have not verified.
    mutating func rulesWereChecked(_ rejection: BlockRejection?, block: Hash, height: Height, at now: Instant) {
        guard rejection == nil, let chain, height == chain.nextHeight, let candidate = candidate(block),
            !candidate.evidence.isEmpty
        else { return wasVerified(rejection, block: block, height: height, at: now) }
        let keys = candidate.evidence.map(\.key)
        let known = Set(keys.filter(evidencePool.isPending))
        if known.count == keys.count && candidate.evidence.allSatisfy(\.isAboutVotes) {
            return wasVerified(nil, block: block, height: height, at: now)
        }
        emit(
            .verifyEvidence(
                EvidenceExamination(
                    purpose: .block(block, height: height), evidence: candidate.evidence, state: chain,
                    verified: known, committed: Set(keys.filter(evidencePool.isCommitted)),
                    recent: recentHeights)))
    }

    /// The block of this hash, if it is still of interest.
    private func candidate(_ hash: Hash) -> Block? {
        candidates[hash]?.block.block
    }

    /// A block was executed: votes of its height become evidence, and its own evidence is done with.
    ///
    /// - Parameter state: The state after the block.
    /// - Returns: What is to be made durable with the block.
    mutating func settleEvidence(of block: Block, after state: ChainState) -> EvidenceChanges {
        let header = block.header
        recentHeights.append(header, validators: state.lastValidators, lastCommit: block.lastCommit)
        _ = evidencePool.formEvidence(height: header.height, time: header.time, validators: state.lastValidators)
        evidencePool.commit(block.evidence)
        evidencePool.prune { state.isExpired(evidenceFrom: $0, at: $1) }
        for piece in block.evidence { distrust(Equivocation(piece)) }
        var changes = evidencePool.takeChanges()
        changes.equivocations = equivocations.takeUnsaved()
        return changes
    }

    /// What was pending when the process ended is so again, but for what has become too old.
    mutating func restoreEvidence(_ point: StartPoint) {
        if let header = point.lastHeader, header.height == point.state.lastBlockHeight {
            recentHeights.append(header, validators: point.state.lastValidators, lastCommit: nil)
        }
        evidencePool.restore(point.pendingEvidence)
        evidencePool.prune { point.state.isExpired(evidenceFrom: $0, at: $1) }
        equivocations.restore(open: point.equivocations, resumed: point.resumedAfter)
        for equivocation in equivocations.open { notify(.signingStopped(equivocation)) }
    }

    // MARK: Peers and clients

    /// A peer tells of misbehaviour.
    mutating func receive(_ list: EvidenceList, from index: Int) {
        guard let chain, peers.all[index].examining < Falsehoods.evidenceVerifyingMaximum else { return }
        var unknown: [Evidence] = []
        for piece in list.evidence where piece.height <= chain.lastBlockHeight {
            let key = piece.key
            if evidencePool.isPending(key) || evidencePool.isCommitted(key) || examined.contains(key) { continue }
            if examined.count >= ValidatorEngine.examinedMaximum { break }
            examined.insert(key)
            unknown.append(piece)
        }
        if unknown.isEmpty { return }
        peers.all[index].examining += 1
        examine(unknown, for: .peer(peers.all[index].id), chain)
    }

    /// A client tells of misbehaviour. What is known already needs no second look.
    mutating func submit(_ evidence: Evidence, by client: ClientID) {
        let key = evidence.key
        guard let chain, !evidencePool.isPending(key), !evidencePool.isCommitted(key) else {
            return emit(.reply(client, chain == nil ? .refused("the chain has not begun") : .taken(hash: key.hash)))
        }
        examine([evidence], for: .client(client), chain)
    }

    private mutating func examine(
        _ evidence: [Evidence], for purpose: EvidenceExamination.Purpose, _ chain: ChainState
    ) {
        emit(
            .verifyEvidence(
                EvidenceExamination(
                    purpose: purpose, evidence: evidence, state: chain, verified: [], committed: [],
                    recent: recentHeights)))
    }

    /// Evidence has been verified.
    mutating func evidenceWasVerified(_ finding: EvidenceFinding, at now: Instant) {
        for piece in finding.verified where chain?.isExpired(evidenceFrom: piece.height, at: piece.time) == false {
            evidencePool.add(piece)
            distrust(Equivocation(piece))
        }
        switch finding.purpose {
        case .block(let hash, let height): evidenceWasVerified(finding, of: hash, height: height, at: now)
        case .client(let client): answer(client, finding)
        case .peer(let peer):
            for piece in finding.evidence { examined.remove(piece.key) }
            if let index = peers.index(of: peer) {
                peers.all[index].examining = max(0, peers.all[index].examining - 1)
            }
            guard let rejection = finding.rejection else { return }
            notify(.evidenceRefused(rejection.message, from: peer))
            noteFalsehood(of: peer, "evidence: \(rejection.message)", at: now)
        }
    }

    private mutating func answer(_ client: ClientID, _ finding: EvidenceFinding) {
        guard let evidence = finding.evidence.first else { return }
        if let rejection = finding.rejection {
            emit(.reply(client, .refused("Invalid evidence: \(rejection). Evidence: \(evidence.hash)")))
        } else if !finding.verified.isEmpty && !evidencePool.isPending(evidence.key) {
            emit(.reply(client, .refused("there is no room for more evidence")))
        } else {
            emit(.reply(client, .taken(hash: evidence.hash)))
        }
    }

    private mutating func evidenceWasVerified(
        _ finding: EvidenceFinding, of block: Hash, height: Height, at now: Instant
    ) {
        if !finding.isOnlyTooOld {
            wasVerified(finding.rejection, block: block, height: height, at: now)
        } else if decided?.block.id.hash == block {
            wasVerified(nil, block: block, height: height, at: now)
        } else if height == chain?.nextHeight {
            inputs.append(.judged(.unacceptable, block: block, height: height))
        }
    }
}

extension Evidence {
    /// Whether its name says all of it.
    fileprivate var isAboutVotes: Bool {
        switch self {
        case .duplicateVote: true
        case .lightClientAttack: false
        }
    }
}
