package import Chain
package import PeerMessages

// A peer that precommits nil when the precommits reach it before block and prevotes, as CometBFT's do
// (`consensus/state.go`, `enterPrecommit`): whoever has it precommit the block gives it those first.
extension PeerRoundState {
    /// Whether precommits for a block can only keep the peer, which is at our height, from giving its own.
    package func comesBeforePrecommits(of state: RoundState) -> Bool {
        guard round == state.round, let majority = state.votes.prevotes(round)?.majority, !majority.isNil else {
            return false
        }
        // Nobody waits for it any more once all is decided.
        return state.step == .commit ? step < .precommit : step <= .propose
    }

    /// Whether the peer is deciding what is decided, and may still precommit the block.
    package func comesBeforePrecommits(of last: DecidedRound) -> Bool {
        height == last.height && (round < last.round || round == last.round && step < .precommit)
    }

    /// The next proposal, proof of lock or part of the decided round; it counts as sent.
    package mutating func nextData(of last: DecidedRound, partsFrom start: Int) -> [ConsensusMessage] {
        guard last.height == height, last.round == round else { return [] }
        if !hasProposal {
            note(last.proposal)
            guard let polka = last.polka else { return [.proposal(last.proposal)] }
            let pol = ProposalPOL(height: height, proposalPOLRound: polka.round, proposalPOL: polka.bitArray)
            return [.proposal(last.proposal), .proposalPOL(pol)]
        }
        guard last.parts.header == partSetHeader,
            let index = parts.firstLacking(of: last.parts.bitArray, from: start), let part = last.parts[index]
        else { return [] }
        parts.noteSent(index)
        return [.blockPart(BlockPart(height: height, round: round, part: part))]
    }

    /// The next prevote of the decided round; it counts as sent. A quorum of them takes a peer of a lower round there.
    package mutating func nextVote(of last: DecidedRound) -> Vote? {
        guard last.height == height else { return nil }
        if last.round == round, let vote = next(in: last.polka) { return vote }
        return next(in: last.prevotes)
    }
}
