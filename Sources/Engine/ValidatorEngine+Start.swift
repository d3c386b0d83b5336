import ABCI
import Chain
import Consensus
import Cryptography
import Execution

// From what was durable to where the node was.
extension ValidatorEngine {
    mutating func start(_ point: StartPoint, at now: Instant) {
        guard chain == nil else { return }
        chain = point.state
        durableHeight = point.state.lastBlockHeight
        lastHeader = point.lastHeader
        lastSeenCommit = point.lastCommit
        base = point.base
        nextPosition = point.nextPosition
        sharedLoss = point.sharedLoss
        restoreEvidence(point)
        guard takeLog(point) else { return }
        if let genesis = point.genesis {
            do {
                emit(.call(.initChain(try RequestInitChain(genesis: genesis))))
            } catch {
                emit(.stop(.answerRefused("genesis: \(error.message)")))
            }
            return
        }
        notify(.resumed(height: point.state.lastBlockHeight, records: unreplayed.count))
        begin(at: now)
    }

    /// The application has taken in the genesis: the chain's first state is complete. Its first height begins when that
    /// is durable, so that a log never stands beside a store that knows nothing of its chain.
    mutating func wasInitialized(
        _ answer: Result<ResponseInitChain, ApplicationError>, changes: [StagedChange], at now: Instant
    ) {
        guard let chain, chain.lastBlockHeight == 0, machine.height == nil else { return }
        do {
            let state = try chain.afterInitChain(try answer.get())
            self.chain = state
            emit(.initialize(state, changes: changes))
            notify(.chainStarted(state.chainID, height: state.nextHeight, validators: state.validators.count))
        } catch {
            emit(.stop(.applicationFailed("InitChain: \(error)")))
        }
    }

    /// Goes on after the last block: with what others have made meanwhile, or with consensus.
    mutating func begin(at now: Instant) {
        for index in peers.all.indices { peers.all[index].isAwake = true }
        if settings.startsWithBlockSync { return beginSync(at: now) }
        consensusBegins(highest: 0, at: now)
        beginConsensus(at: now)
    }

    /// Goes on with consensus after the last executed block. What the log has of that height is handled again: what it led
    /// to is not done a second time; what was asked and not answered is asked again at the end.
    mutating func beginConsensus(at now: Instant) {
        do {
            beginHeight(lastCommit: try restoredCommit(), at: now)
        } catch {
            emit(.stop(.logDoesNotFit("\(error)")))
        }
    }

    /// Takes over what the log has of heights that are not stored. It may have some even before the chain's first state
    /// is: what was signed then holds.
    ///
    /// - Returns: false when the process must end.
    private mutating func takeLog(_ point: StartPoint) -> Bool {
        // The last of these heights may have been going on while the one before was being made durable.
        let height = point.state.nextHeight
        unreplayed = point.records.filter { $0.height >= height }
        if let other = unreplayed.first(where: { $0.height > height.next }) {
            emit(.stop(.logDoesNotFit("the log has height \(other.height), the store \(point.state.lastBlockHeight)")))
            return false
        }
        if !unreplayed.isEmpty { lastOwnSignature = point.nextPosition.previous }
        abstain(point)
        // Others may have decided those heights with what we signed: then there is no need to sign there.
        beginOwnKeyWatch(point)
        if settings.startsWithBlockSync || isPossible(in: point.state) { return true }
        emit(.stop(.signaturesAheadOfLog(height: abstainsThrough)))
        return false
    }

    /// Begins a height that the log knows: as it went then, and on from there.
    mutating func replay(_ records: [LogRecord], _ context: HeightContext, at now: Instant) {
        var unanswered = UnansweredEffects()
        for effect in machine.handle(.begin(context), at: records.first?.time ?? now) { unanswered.add(effect) }
        for record in records {
            for effect in beginAsLogged(record) { unanswered.add(effect) }
            unanswered.settle(record.input)
            if case .transactionsAvailable(let height) = record.input { announcedTransactions = height }
            for effect in machine.handle(record.input, at: record.time) { unanswered.add(effect) }
        }
        machine.resume(at: now)
        for effect in unanswered.effects { carry(effect, at: now) }
    }

    /// Begins round 0 where the log shows that it had begun.
    ///
    /// What it waits for depends on settings and on late precommits, which may be others than when the log was written;
    /// what was signed, and the lock in it, must come out all the same.
    private mutating func beginAsLogged(_ record: LogRecord) -> [Consensus.Effect] {
        guard let height = machine.height, record.input.isOfBegunRound(at: height) else { return [] }
        var effects: [Consensus.Effect] = []
        if machine.state?.step == .newHeight {
            effects += machine.handle(.timeout(Timeout(height: height, round: 0, step: .newHeight)), at: record.time)
        }
        if machine.state?.step == .newRound {
            effects += machine.handle(.transactionsAvailable(height: height), at: record.time)
        }
        return effects
    }

    // MARK: Checks

    /// The precommits of the last block as a set that late ones can still join.
    private func restoredCommit() throws -> VoteSet? {
        guard let chain, let commit = lastSeenCommit, chain.lastBlockHeight > 0 else { return nil }
        var set = VoteSet(
            chainID: chain.chainID, height: commit.height, round: commit.round, type: .precommit,
            validators: chain.lastValidators, quorum: chain.lastValidators.quorum(chain.consensusParameters.faultModel),
            extensionsAreEnabled: commit.signatures.contains { !$0.extensionSignature.bytes.isEmpty })
        for index in commit.signatures.indices {
            guard let vote = commit.vote(at: index), let validator = chain.lastValidators.validator(at: index),
                let verified = VerifiedVote(verifying: vote, chainID: chain.chainID, publicKey: validator.publicKey)
            else { continue }
            _ = try set.add(verified)  // only the majority below matters
        }
        guard set.majority == chain.lastBlockID else {
            throw RestoreError(description: "the commit of height \(commit.height) is not one of the last block")
        }
        return set
    }

    /// D2: where the log does not say what we signed, nothing is signed.
    private mutating func abstain(_ point: StartPoint) {
        if point.keyIsRestored { return abstainAsRestored(point) }
        guard let signed = point.lastSigned, signed.height > point.state.lastBlockHeight else { return }
        let logged = unreplayed.compactMap(\.input.ownSignature).max()
        if let logged, signed <= logged { return }
        abstainsThrough = signed.height
        if point.state.consensusParameters.faultModel == .crash, !others.isEmpty {
            listening = Listening()
            notify(.listening(othersCount: others.count))
        } else {
            notify(.abstaining(through: signed.height))
        }
    }

    /// A key that came back from a copy may have signed at any height that was begun since. Nobody is further than one
    /// height above the highest of which everyone votes, so what the others vote for tells where it is safe to sign. Who is
    /// alone hears nobody: the height that comes next may be signed already.
    private mutating func abstainAsRestored(_ point: StartPoint) {
        let known = point.lastSigned?.height ?? 0
        if others.isEmpty {
            abstainsThrough = max(known, point.state.nextHeight)
            notify(.abstaining(through: abstainsThrough))
        } else if let restart, haveForgotten {
            rejoin(restart, lastSigned: point.lastSigned)
        } else {
            abstainsThrough = known
            listening = Listening()
            notify(.listening(othersCount: others.count))
        }
    }

    /// Whether the chain can go on while we abstain: not when the others are no quorum without us.
    func isPossible(in chain: ChainState) -> Bool {
        isRejoining || abstainsThrough < chain.nextHeight || !isIndispensable(in: chain)
    }
}

extension ValidatorEngine {
    /// Whether the other validators are no quorum without us.
    func isIndispensable(in chain: ChainState) -> Bool {
        guard let address = ownAddress,
            let own = chain.validators.index(of: address).flatMap({ chain.validators.validator(at: $0) })
        else { return false }
        return !chain.quorum.isReached(withoutPower: own.votingPower)
    }
}

/// Why what was stored cannot be gone on from.
struct RestoreError: Error, CustomStringConvertible {
    let description: String
}

extension Input {
    /// Whether only a machine that proposes at this height, or has gone on from there, is told this. What was asked at the
    /// height before may be answered at this one.
    fileprivate func isOfBegunRound(at height: Height) -> Bool {
        switch self {
        case .proposalCreated(_, let asked, _), .judged(_, _, let asked), .voteExtended(_, let asked, _),
            .proposalSigned(_, let asked, _), .voteSigned(_, let asked, _, _):
            asked == height
        case .timeout(let timeout): timeout.height == height && timeout.step >= .propose
        default: false
        }
    }

    /// Which signature of ours the input brings.
    var ownSignature: SignedStep? {
        switch self {
        case .proposalSigned(let verified, let height, let round):
            verified == nil ? nil : SignedStep(height: height, round: round, step: 1)
        case .voteSigned(let verified, let height, let round, let type):
            verified == nil ? nil : SignedStep(height: height, round: round, step: type == .prevote ? 2 : 3)
        default: nil
        }
    }
}
