package import Chain
package import PeerMessages

// What to send next (CometBFT `consensus/reactor.go`, its gossip routines, without their pauses): a peer takes votes and
// parts only for the height it announced, drops silently what it cannot use, and counts as had what was sent to it.
extension PeerRoundState {
    /// The next proposal, proof of lock or part for a peer at our height; it counts as sent.
    ///
    /// - Parameters:
    ///   - height: The height that `state` is of.
    ///   - start: The part to look at first, so that peers get different ones and can give them to each other.
    package mutating func nextData(of state: RoundState, at height: Height, partsFrom start: Int) -> [ConsensusMessage]
    {
        guard height == self.height else { return [] }
        if let proposal = state.proposal, state.round == round, !hasProposal,
            !withheld.holdsProposal(height: height, round: round)
        {
            note(proposal)
            // Which votes of its proof of lock we have goes behind the proposal: before it, it means nothing.
            guard proposal.polRound >= 0, let polka = state.votes.prevotes(proposal.polRound) else {
                return [.proposal(proposal)]
            }
            let pol = ProposalPOL(height: height, proposalPOLRound: proposal.polRound, proposalPOL: polka.bitArray)
            return [.proposal(proposal), .proposalPOL(pol)]
        }
        guard let ours = state.parts(with: partSetHeader),
            let index = parts.firstLacking(
                of: ours.bitArray, from: start, besides: { withheld.parts($0, of: ours.header) }),
            let part = ours[index]
        else { return [] }
        parts.noteSent(index)
        return [.blockPart(BlockPart(height: height, round: state.round, part: part))]
    }

    /// The next part of a decided block for a peer that is deciding it; it counts as sent.
    package mutating func nextData(of block: StoredBlock, partsFrom start: Int) -> ConsensusMessage? {
        guard block.height == height, block.parts.header == partSetHeader,
            let index = parts.firstLacking(of: block.parts.bitArray, from: start), let part = block.parts[index]
        else { return nil }
        parts.noteSent(index)
        return .blockPart(BlockPart(height: height, round: round, part: part))
    }

    /// Supposes that the peer collects this block, when it did not say what it collects: it may have the proposal from
    /// someone else. Should it not, it drops the parts, and tells what it has once it knows the header.
    package mutating func suppose(_ block: StoredBlock) {
        if block.height == height && partSetHeader == nil { partSetHeader = block.parts.header }
    }

    /// The next vote for a peer at our height; it counts as sent.
    ///
    /// - Parameter holdsPrecommits: Whether the precommits of our round are held back.
    package mutating func nextVote(of state: RoundState, at height: Height, holdsPrecommits: Bool = false) -> Vote? {
        guard height == self.height else { return nil }
        if step == .newHeight, let vote = next(in: state.lastCommit) { return vote }
        // Without the polka of an older round a proposal that refers to it cannot be prevoted.
        if polRound >= 0, let vote = next(in: state.votes.prevotes(polRound)) { return vote }
        guard round >= 0, round <= state.round else { return nil }
        if let vote = next(in: state.votes.prevotes(round)) { return vote }
        // What comes after its commit cannot help it.
        return step < .commit && !holdsPrecommits ? next(in: state.votes.precommits(round)) : nil
    }

    /// The next of the precommits that decided the block before ours, for a peer that is deciding it.
    package mutating func nextVote(ofLastCommit votes: VoteSet?) -> Vote? {
        votes?.height == height ? next(in: votes) : nil
    }

    /// The next of the precommits that decided a block, for a peer that is deciding it; it counts as sent.
    package mutating func nextVote(of block: StoredBlock) -> Vote? {
        guard block.height == height else { return nil }
        let id = VoteSetID(height: height, round: block.commit.round, type: .precommit)
        guard let index = (votes[id] ?? Marks()).firstLacking(of: block.voters) else { return nil }
        mark(id) { $0.noteSent(index) }
        return block.commit.vote(at: index)
    }

    mutating func next(in votes: VoteSet?) -> Vote? {
        guard let votes else { return nil }
        let id = votes.id
        let marks = self.votes[id] ?? Marks()
        guard let index = marks.firstLacking(of: votes.bitArray, besides: { withheld.votes($0, of: id) }) else {
            return nil
        }
        mark(id) { $0.noteSent(index) }
        return votes.vote(at: index)
    }
}
