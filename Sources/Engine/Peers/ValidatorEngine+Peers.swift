import ABCI
import Chain
import Consensus
import Cryptography
import Execution
import PeerMessages
import Sync

// Peers come, go and speak.
extension ValidatorEngine {
    mutating func peerConnected(_ id: NodeID, keepsEarly: Bool, at now: Instant) {
        guard peers.insert(id, keepsEarly: keepsEarly) else { return }
        peersHaveChanged()
        let actions = sync?.peerConnected(id, at: now.monotonic) ?? []
        carry(actions, at: now)
        if peers.isTicking { return }
        peers.isTicking = true
        emit(.scheduleGossip(after: settings.gossipTick))
    }

    mutating func peerDisconnected(_ id: NodeID, at now: Instant) {
        if peers.remove(id) { peersHaveChanged() }
        let actions = sync?.peerDisconnected(id, at: now.monotonic) ?? []
        carry(actions, at: now)
    }

    mutating func disconnect(_ id: NodeID, _ reason: String, at now: Instant) {
        if peers.index(of: id) == nil { return }
        peerDisconnected(id, at: now)
        emit(.disconnect(id, reason: reason))
    }

    /// Something a peer sent was wrong. What may have been right when it was sent costs nothing.
    mutating func refuse(_ id: NodeID, _ reason: RefusalReason, at now: Instant) {
        switch reason {
        case .contradictingClaim: return disconnect(id, "it claims quorums for two blocks in one round", at: now)
        case .tooManyParts: return disconnect(id, "its proposal has more parts than the largest block", at: now)
        case .vote, .notTheProposer, .proofOfLockRound, .part, .notABlock: break
        }
        emit(.publish(.notice(.refused(id, reason))))
        switch reason {
        case .vote(let refusal) where refusal.isFalsehood: noteFalsehood(of: id, "\(refusal)", at: now)
        case .notTheProposer: noteFalsehood(of: id, "a proposal is not signed by its proposer", at: now)
        case .part(let fault): notePart(fault, of: id, at: now)
        default: return
        }
    }

    /// Deviation: CometBFT bears whatever is well-formed; here its sender is dropped once it is more than `Falsehoods.maximum`.
    mutating func noteFalsehood(of id: NodeID, _ fault: String, at now: Instant) {
        guard let index = peers.index(of: id), peers.all[index].falsehoods.note() else { return }
        disconnect(id, "it has sent \(Falsehoods.maximum + 1) things that are false, at last: \(fault)", at: now)
    }

    /// A part is not of the block that we collect. Its sender cannot be blamed if it has another proposal than we, has gone on to
    /// later rounds or heights, or sent it for a round that we have left.
    private mutating func notePart(_ fault: String, of id: NodeID, at now: Instant) {
        guard let index = peers.index(of: id), let height = machine.height, let state = machine.state else { return }
        let rounds = peers.all[index].rounds
        let collects = rounds.partSetHeader ?? state.proposalParts?.header
        let isAhead = (rounds.height, rounds.round) > (height, state.round)
        if !isAhead && peers.partRound == state.round && collects == state.proposalParts?.header {
            noteFalsehood(of: id, fault, at: now)
        } else if peers.all[index].falsehoods.noteStrayPart(at: height) {
            disconnect(id, "it sends parts of no block: \(fault)", at: now)
        }
    }

    /// A message that passed the rules for messages alone (`PeerMessage.validate`).
    mutating func receive(_ message: PeerMessage, from id: NodeID, at now: Instant) {
        guard let index = peers.index(of: id) else { return }
        switch message {
        case .consensus(let message):
            if message.tellsOfNeeds { peers.all[index].isAwake = true }
            receive(message, index, at: now)
        case .mempool(.transactions(let transactions)):
            for transaction in transactions { receive(transaction, from: id, at: now) }
        case .evidence(let message): receive(EvidenceList(message.evidence), from: index)
        case .blockSync(let message): receive(message, index, at: now)
        case .links(let links): receive(links, index)
        case .peerExchange, .stateSync, .genesis: return
        }
    }

    private mutating func receive(_ message: ConsensusMessage, _ index: Int, at now: Instant) {
        let id = peers.all[index].id
        if keep(message, from: index) { return }
        switch message {
        case .newRoundStep(let step):
            do {
                if let chain { try step.validate(initialHeight: chain.initialHeight) }
            } catch {
                return disconnect(id, "\(error)", at: now)
            }
            if peers.all[index].rounds.apply(step) {
                peers.all[index].patience.noteProgress()
                peers.all[index].precommitsHeldFor = nil
                peers.all[index].noteStart(secondsAgo: step.secondsSinceStartTime, at: now.wall)
                lookForLag(at: now)
            }
        case .newValidBlock(let message): peers.all[index].rounds.apply(message)
        case .hasVote(let message):
            if peers.all[index].rounds.wasSentInVain(message) { peers.all[index].relayPatience.noteVain() }
            peers.all[index].rounds.apply(message)
        case .proposalPOL(let message): peers.all[index].rounds.apply(message)
        case .voteSetMaj23(let claim): receive(claim, index)
        case .voteSetBits(let bits):
            let set = machine.height == bits.height ? votes(bits.round, bits.type) : nil
            peers.all[index].rounds.apply(bits, ours: set?.bitArray(for: bits.blockID))
        case .proposal(let proposal): receive(proposal, index)
        case .blockPart(let part): receive(part, index)
        case .vote(let vote): receive(vote, index, at: now)
        }
    }

    /// Keeps what is of the next height until that begins: the peer knows that this one is decided, before we do or while we
    /// execute its block.
    ///
    /// - Returns: Whether it is kept; what finds no room is passed over, as CometBFT passes over all of it.
    private mutating func keep(_ message: ConsensusMessage, from index: Int) -> Bool {
        guard let height = machine.height, let early = EarlyMessages.height(of: message), early == height.next
        else { return false }
        peers.all[index].early.keep(message)
        return true
    }

    /// A height has begun: handles what came before it.
    mutating func receiveEarly(at now: Instant) {
        guard let height = machine.height else { return }
        for id in peers.all.map(\.id) {
            guard let index = peers.index(of: id) else { continue }
            for message in peers.all[index].early.take() where EarlyMessages.height(of: message) == height {
                // One of them may have been reason to part with the peer.
                if let index = peers.index(of: id) { receive(message, index, at: now) }
            }
        }
    }

    /// The votes of a round of the height being decided.
    private func votes(_ round: Round, _ type: SignedMessageType) -> VoteSet? {
        type == .prevote ? machine.state?.votes.prevotes(round) : machine.state?.votes.precommits(round)
    }

    private mutating func receive(_ claim: VoteSetMaj23, _ index: Int) {
        guard claim.height == machine.height else { return }
        let id = peers.all[index].id
        let set = votes(claim.round, claim.type)
        if let set, set.claim(of: id) != claim.blockID {
            inputs.append(
                .claim(
                    height: claim.height, round: claim.round, type: claim.type, blockID: claim.blockID, from: id))
        }
        let bits = VoteSetBits(
            height: claim.height, round: claim.round, type: claim.type, blockID: claim.blockID,
            votes: set?.bitArray(for: claim.blockID) ?? .empty)
        if peers.all[index].outbox.hasRoom(.consensusVoteSetBits) { send(.voteSetBits(bits), to: index) }
    }

    // MARK: Proposals and parts

    private mutating func receive(_ proposal: Proposal, _ index: Int) {
        let id = peers.all[index].id
        peers.all[index].rounds.apply(proposal)
        guard let chain, let state = machine.state, proposal.height == machine.height, proposal.round == state.round,
            state.proposal == nil, !peers.verifyingProposals.contains(where: { $0.proposal == proposal }),
            peers.verifyingProposals.count(where: { $0.from == id }) < Falsehoods.proposalsVerifyingMaximum,
            let proposer = state.validators.proposer
        else { return }
        peers.verifyingProposals.append((proposal, id))
        emit(.verifyProposal(proposal, publicKey: proposer.publicKey, chainID: chain.chainID, from: id))
    }

    mutating func proposalWasVerified(
        _ verified: VerifiedProposal?, _ proposal: Proposal, from id: NodeID, at now: Instant
    ) {
        peers.verifyingProposals.removeAll { $0.proposal == proposal }
        if let verified {
            hearOwnKey(in: proposal, verifiedBy: verified.publicKey, from: id, at: now)
            inputs.append(.proposal(verified, from: id))
        } else {
            refuse(id, .notTheProposer, at: now)
        }
        if !peers.verifyingProposals.isEmpty { return }
        for held in peers.heldParts { take(held.part, from: held.from) }
        peers.heldParts = []
    }

    private mutating func receive(_ part: BlockPart, _ index: Int) {
        peers.all[index].rounds.apply(part)
        let id = peers.all[index].id
        guard part.height == machine.height, let state = machine.state else { return }
        if state.proposal == nil && !peers.verifyingProposals.isEmpty {
            let held = peers.heldParts.count { $0.from == id }
            if held < PeerTable.heldPartsPerPeer && peers.heldParts.count < PeerTable.heldPartsMaximum {
                peers.heldParts.append((part, id))
            }
        } else if let parts = state.proposalParts, parts[Int(part.part.index)] == nil {
            take(part, from: id)
        }
    }

    private mutating func take(_ part: BlockPart, from id: NodeID) {
        inputs.append(.part(part.part, height: part.height, round: part.round, from: id))
    }

    // MARK: Votes

    private mutating func receive(_ vote: Vote, _ index: Int, at now: Instant) {
        peers.all[index].rounds.apply(vote)
        guard let chain, let (validators, set) = place(of: vote) else { return }
        let id = peers.all[index].id
        if set?.contains(vote) == true {
            // As after a restart: the vote stands in the log, and is told anew.
            if let address = vote.validatorAddress { peers.voices.heardAgain(address, from: id, at: vote.height) }
            return
        }
        guard let validator = validators.validator(at: Int(vote.validatorIndex)),
            validator.address == vote.validatorAddress
        else { return refuse(id, .vote(.wrongValidator(index: vote.validatorIndex)), at: now) }
        // It would be verified for nothing.
        if set == nil && machine.state?.votes.mayOpen(vote.round, for: id) == false {
            return refuse(id, .vote(.unwantedRound(vote.round)), at: now)
        }
        if peers.verifyingVotes.contains(vote) { return }
        // A peer sends each vote once: those of the round before, of its round, and of a proof of lock.
        if peers.all[index].verifying >= 4 * validators.count + Outbox.messagesMaximum { return }
        peers.all[index].verifying += 1
        peers.verifyingVotes.insert(vote)
        emit(
            .verifyVote(
                vote, publicKey: validator.publicKey, chainID: chain.chainID, from: id))
    }

    /// Who may give this vote, and the set it belongs to if that exists; nil when the vote is of no use now.
    private func place(of vote: Vote) -> (ValidatorSet, VoteSet?)? {
        guard let height = machine.height, let state = machine.state else { return nil }
        if vote.height == height { return (state.validators, votes(vote.round, vote.type)) }
        guard vote.height.next == height, vote.type == .precommit, state.step == .newHeight,
            let last = state.lastCommit,
            last.round == vote.round
        else { return nil }
        return (last.validators, last)
    }

    mutating func voteWasVerified(_ verified: VerifiedVote?, _ vote: Vote, from id: NodeID, at now: Instant) {
        peers.verifyingVotes.remove(vote)
        if let index = peers.index(of: id) { peers.all[index].verifying = max(0, peers.all[index].verifying - 1) }
        guard let verified else { return refuse(id, .vote(.wrongValidator(index: vote.validatorIndex)), at: now) }
        if let validator = vote.validatorAddress, peers.index(of: id) != nil {
            peers.voices.heard(validator, from: id, at: vote.height)
        }
        listen(to: vote, from: id)
        hearOwnKey(in: vote, from: id, at: now)
        if verified.extensionIsVerified && vote.height == machine.height && vote.validatorAddress != ownAddress {
            emit(.call(.verifyVoteExtension(RequestVerifyVoteExtension(vote), verified, from: id)))
        } else {
            inputs.append(.vote(verified, from: id))
        }
    }

    /// The application looked at the extension of a precommit: one that it rejects is not counted.
    mutating func extensionWasVerified(
        _ answer: Result<ResponseVerifyVoteExtension, ApplicationError>, _ verified: VerifiedVote, from id: NodeID
    ) {
        do {
            if try answer.get().isAccepted() { inputs.append(.vote(verified, from: id)) }
        } catch {
            notify(.applicationFailed("VerifyVoteExtension at height \(verified.vote.height): \(error)"))
        }
    }

    /// The address we sign with.
    var ownAddress: Address? { machine.address }
}

extension ConsensusMessage {
    /// Whether the sender may lack something that it was not known to lack.
    fileprivate var tellsOfNeeds: Bool {
        switch self {
        case .newRoundStep, .newValidBlock, .voteSetBits, .proposal: true
        case .proposalPOL, .blockPart, .vote, .hasVote, .voteSetMaj23: false
        }
    }
}
