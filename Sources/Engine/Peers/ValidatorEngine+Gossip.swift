import Chain
import Consensus
import Cryptography
import Execution
import Mempool
import PeerMessages

// What is sent to whom: decided whenever something happened, or a peer took what waited for it. Nothing is polled.
extension ValidatorEngine {
    /// Notes what of consensus concerns peers.
    mutating func note(_ observation: Observation) {
        peers.hasNews = true
        switch observation {
        case .step(_, let round, _):
            peers.ownPatience.noteProgress()
            if round > 0 { withholdNothing() }
            for index in peers.all.indices { peers.all[index].owesRoundStep = true }
        case .vote(let vote):
            let hasVote = HasVote(
                height: vote.height, round: vote.round, type: vote.type, index: vote.validatorIndex)
            peers.counted.append((hasVote, peers.sender))
            if vote.round == 0 && !vote.blockID.isNil {
                let id = VoteSetID(height: vote.height, round: vote.round, type: vote.type)
                withhold { $0.noteVote(vote.validatorIndex, in: id) }
            }
            if let index = peers.sender.flatMap(peers.index) { peers.all[index].voteCount += 1 }
        case .proposal(let proposal):
            if proposal.round > 0 { return }
            withhold { $0.noteProposal(height: proposal.height, round: proposal.round) }
        case .part(let part, _, _):
            if let index = peers.sender.flatMap(peers.index) { peers.all[index].partCount += 1 }
            if let state = machine.state, state.round == 0, let header = state.proposalParts?.header {
                withhold { $0.notePart(part.index, of: header) }
            }
        case .validBlock: for index in peers.all.indices { peers.all[index].owesValidBlock = true }
        default: return
        }
    }

    /// Sends every peer what it can use now.
    mutating func gossip(at now: Instant) {
        let isForAll = peers.hasNews
        let hasTransactions = peers.hasTransactions
        peers.hasNews = false
        peers.hasTransactions = false
        let isFull = isForAll || peers.isAnyAwake
        if !isFull && !hasTransactions { return }
        // Once for all peers: it is large to copy.
        let current = isFull ? machine.height.flatMap { height in machine.state.map { (height, $0) } } : nil
        for index in peers.all.indices {
            if !isForAll && !peers.all[index].isAwake {
                if hasTransactions { feedTransactions(index) }
                continue
            }
            peers.all[index].isAwake = false
            announceLinks(to: index)
            if let (height, state) = current {
                announce(height, state, to: index, at: now)
                feed(index, height, state)
                announceVotes(to: index)
            }
            feedTransactions(index)
            feedEvidence(index)
            serve(index)
        }
        peers.counted = []
    }

    mutating func send(_ message: ConsensusMessage, to index: Int, after release: Release? = nil) {
        peers.all[index].outbox.add(message.channel)
        emit(.send(.consensus(message), to: peers.all[index].id), after: release)
    }

    /// What a signature of ours waits for: the log, or, where the log has nothing of it any more, its block.
    var ownRelease: Release { lastOwnSignature.map(Release.logged) ?? .committed(durableHeight) }

    /// What a message with this signature waits for: its record, and not those behind it.
    func durability(of signature: Signature) -> Release {
        ownSignatures.position(of: signature).map(Release.logged) ?? ownRelease
    }

    // MARK: What we have

    private mutating func announce(_ height: Height, _ state: RoundState, to index: Int, at now: Instant) {
        if peers.all[index].owesRoundStep && peers.all[index].outbox.hasRoom(.consensusState) {
            peers.all[index].owesRoundStep = false
            send(.newRoundStep(roundStep(height, state, at: now)), to: index)
        }
        // Who fetches blocks has no use for the rest. It tells its height when it is done.
        if peers.all[index].rounds.height == 0 { return }
        if peers.all[index].owesValidBlock && peers.all[index].outbox.hasRoom(.consensusState) {
            peers.all[index].owesValidBlock = false
            guard let parts = state.proposalParts, parts.total > 0, parts.total <= UInt32(ChainLimits.partsMaximum)
            else {
                return
            }
            let message = NewValidBlock(
                height: height, round: state.round, blockPartSetHeader: parts.header, blockParts: parts.bitArray,
                isCommit: state.step == .commit)
            send(.newValidBlock(message), to: index)
        }
    }

    /// Tells which votes we have, so that they are not sent to us. Who sent one to us, or is sent it by us, knows. Without room
    /// nothing is lost: at worst a vote comes twice.
    private mutating func announceVotes(to index: Int) {
        if peers.all[index].rounds.height == 0 { return }
        for (vote, sender) in peers.counted where sender != peers.all[index].id {
            if peers.all[index].rounds.wasSent(vote) { continue }
            if peers.all[index].outbox.hasRoom(.consensusState) { send(.hasVote(vote), to: index) }
        }
    }

    private func roundStep(_ height: Height, _ state: RoundState, at now: Instant) -> NewRoundStep {
        let elapsed = now.monotonic.rawValue - state.startTime.monotonic.rawValue
        return NewRoundStep(
            height: height, round: state.round,
            step: PeerMessages.RoundStep(rawValue: state.step.rawValue) ?? .newHeight,
            secondsSinceStartTime: elapsed / 1_000_000_000,
            lastCommitRound: state.lastCommit?.round ?? .none)
    }

    // MARK: What the peer lacks

    private mutating func feed(_ index: Int, _ height: Height, _ state: RoundState) {
        let peerHeight = peers.all[index].rounds.height
        if peerHeight > 0 && peerHeight < height { feedPast(index, peerHeight, state, height) }
        if peerHeight.next == height { anticipate(index, peerHeight) }
        if peers.all[index].rounds.height == height {
            if !peers.all[index].rounds.isExpected { peers.all[index].ahead = EarlyMessages.Allowance() }
            feedData(index, state, height)
            let holds = holdsPrecommits(from: index) { $0.comesBeforePrecommits(of: state) }
            feedVotes(index) { $0.nextVote(of: state, at: height, holdsPrecommits: holds) }
        }
    }

    /// A peer that has all it needs to decide the height before ours, or will when it arrives, is sent what is ours behind that,
    /// without waiting for it to tell that it is here: it saves a message in every height.
    private mutating func anticipate(_ index: Int, _ peerHeight: Height) {
        guard peers.all[index].keepsEarly, let stored = peers.storedBlock(peerHeight) else { return }
        if peers.all[index].rounds.expectNext(after: stored) { peers.all[index].ahead = EarlyMessages.Allowance() }
    }

    /// Takes a message to a peer into account, when the peer is not known to be at its height.
    private mutating func noteAhead(_ message: ConsensusMessage, to index: Int) {
        guard peers.all[index].rounds.isExpected, EarlyMessages.height(of: message) == machine.height else { return }
        _ = peers.all[index].ahead.take(message)
    }

    private mutating func feedData(_ index: Int, _ state: RoundState, _ height: Height) {
        let isOwn = [state.proposalBlock, state.lockedBlock, state.validBlock].contains {
            $0?.block.header.proposerAddress == ownAddress
        }
        let start = firstPart(for: index, of: state.parts(with: peers.all[index].rounds.partSetHeader))
        while peers.all[index].outbox.hasRoom(.consensusData) {
            if peers.all[index].rounds.isExpected && !peers.all[index].ahead.hasRoomForData { return }
            let messages = peers.all[index].rounds.nextData(of: state, at: height, partsFrom: start)
            if messages.isEmpty { return }
            for message in messages {
                noteAhead(message, to: index)
                // A block of ours holds our last precommit, logged before. Others' parts never wait.
                let isSigned = if case .proposal = message { isOwnTurn(state) } else { isOwn }
                let release = state.proposal.map { durability(of: $0.signature) } ?? ownRelease
                send(message, to: index, after: isSigned ? release : nil)
            }
        }
    }

    private func isOwnTurn(_ state: RoundState) -> Bool { state.validators.proposer?.address == ownAddress }

    mutating func feedVotes(_ index: Int, _ next: (inout PeerRoundState) -> Vote?) {
        while peers.all[index].outbox.hasRoom(.consensusVote),
            !peers.all[index].rounds.isExpected || peers.all[index].ahead.hasRoomForVotes,
            let vote = next(&peers.all[index].rounds)
        {
            noteAhead(.vote(vote), to: index)
            send(
                .vote(vote), to: index,
                after: vote.validatorAddress == ownAddress ? durability(of: vote.signature) : nil)
        }
    }

    /// Helps a peer that decides a height which we have decided: the precommits, and the parts of the block.
    private mutating func feedPast(_ index: Int, _ peerHeight: Height, _ state: RoundState, _ height: Height) {
        if feedLast(index, peerHeight) { return }
        let stored = peers.storedBlock(peerHeight)
        if peerHeight.next == height && state.lastCommit != nil {
            feedVotes(index) { $0.nextVote(ofLastCommit: state.lastCommit) }
        } else if let stored {
            feedVotes(index) { $0.nextVote(of: stored) }
        }
        guard let stored else { return load(peerHeight, for: index) }
        let start = firstPart(for: index, of: stored.parts)
        while peers.all[index].outbox.hasRoom(.consensusData),
            let message = peers.all[index].rounds.nextData(of: stored, partsFrom: start)
        {
            send(message, to: index)
        }
    }

    /// Spreads the first parts over the peers, so that they can give them to each other.
    func firstPart(for index: Int, of parts: PartSet?) -> Int {
        index * Int(min(parts?.total ?? 0, UInt32(ChainLimits.partsMaximum))) / max(1, peers.all.count)
    }

    private mutating func load(_ height: Height, for index: Int) {
        guard let chain, height >= chain.initialHeight, height <= durableHeight,
            height > peers.all[index].unavailableThrough, peers.loading.insert(height).inserted
        else { return }
        emit(.loadBlock(height))
    }

    mutating func blockWasLoaded(_ block: StoredBlock?, _ height: Height) {
        peers.loading.remove(height)
        if let block { peers.keep(block) }
        for index in peers.all.indices {
            if peers.all[index].wanted.contains(height) {
                peers.all[index].isAwake = true
                if block == nil { refuse(height, to: index) }
            }
            if peers.all[index].rounds.height == height {
                peers.all[index].isAwake = true
                if block == nil { peers.all[index].unavailableThrough = height }
            }
        }
    }

    // MARK: Peers that make no progress

    mutating func gossipIsDue() {
        peers.isTicking = !peers.all.isEmpty
        if !peers.isTicking { return }
        emit(.scheduleGossip(after: settings.gossipTick))
        let isStuck = peers.ownPatience.tick()
        for index in peers.all.indices {
            if isStuck && peers.all[index].outbox.isEmpty { announceAgain(to: index) }
            // Who has not even taken what waits is slow, not stuck.
            if peers.all[index].patience.tick() && peers.all[index].outbox.isEmpty { prompt(index) }
        }
    }

    /// What we told of ourselves may have been lost, and then nobody knows what we lack.
    private mutating func announceAgain(to index: Int) {
        peers.all[index].isAwake = true
        peers.all[index].owesRoundStep = true
        peers.all[index].owesValidBlock = machine.state?.step == .commit
    }

    /// Something we sent was lost, or dropped because the peer had no use for it then.
    private mutating func prompt(_ index: Int) {
        guard let height = machine.height, let state = machine.state else { return }
        announceAgain(to: index)
        peers.all[index].rounds.forgetSent()
        for claim in peers.all[index].rounds.claims(of: state, at: height) { send(.voteSetMaj23(claim), to: index) }
        if let stored = peers.storedBlock(peers.all[index].rounds.height) {
            peers.all[index].rounds.suppose(stored)
            if let claim = peers.all[index].rounds.claim(of: stored) { send(.voteSetMaj23(claim), to: index) }
        }
    }
}
