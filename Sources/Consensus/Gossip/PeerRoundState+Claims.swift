package import Chain
package import PeerMessages

extension PeerRoundState {
    /// The quorums that a peer at our height, which makes no progress, should know of: it answers with the votes it has
    /// for the block, and counts votes for it that contradict others (CometBFT `queryMaj23Routine`).
    package func claims(of state: RoundState, at height: Height) -> [VoteSetMaj23] {
        guard height == self.height, round >= 0 else { return [] }
        var sets = [state.votes.prevotes(round), state.votes.precommits(round)]
        if polRound >= 0 && polRound != round { sets.append(state.votes.prevotes(polRound)) }
        return sets.compactMap { set in
            guard let set, let majority = set.majority else { return nil }
            return VoteSetMaj23(height: height, round: set.round, type: set.type, blockID: majority)
        }
    }

    /// The quorum that decided a block, for a peer that is deciding it.
    package func claim(of block: StoredBlock) -> VoteSetMaj23? {
        guard block.height == height else { return nil }
        return VoteSetMaj23(
            height: height, round: block.commit.round, type: .precommit, blockID: block.commit.blockID)
    }
}
