import Chain
import Consensus
import PeerMessages

// Deviation: precommits wait for a peer of CometBFT's that has not come as far, so that it can give its own.
//
// Such a peer precommits nil when it hears of a quorum of precommits before it has the block and the prevotes, and is missing in
// the commit. Nodes of this kind precommit then all the same (docs/decisions/late-precommits.md), and are held up by nothing.
extension ValidatorEngine {
    /// For how many turns of 50 ms precommits wait for a peer that does not move on: five times CometBFT's own pause between
    /// two looks at what a peer lacks (`peer_gossip_sleep_duration`).
    private static let precommitTurnsMaximum = 10

    /// Whether a peer gets no precommits for now.
    mutating func holdsPrecommits(from index: Int, _ comesBefore: (PeerRoundState) -> Bool) -> Bool {
        if peers.all[index].keepsEarly { return false }
        let turns = peers.all[index].precommitsHeldFor ?? 0
        guard turns < ValidatorEngine.precommitTurnsMaximum, comesBefore(peers.all[index].rounds) else { return false }
        peers.all[index].precommitsHeldFor = turns
        waitForRelays()
        return true
    }

    /// A turn is over for those who are given no precommits.
    mutating func precommitsHaveWaited() {
        for index in peers.all.indices {
            guard let turns = peers.all[index].precommitsHeldFor, turns < ValidatorEngine.precommitTurnsMaximum else {
                continue
            }
            peers.all[index].precommitsHeldFor = turns + 1
            peers.all[index].isAwake = true
        }
    }

    /// Gives a peer that decides the height before ours what it needs to precommit there.
    ///
    /// - Returns: Whether it is to have that before anything else.
    mutating func feedLast(_ index: Int, _ height: Height) -> Bool {
        guard let last = peers.lastRound, last.height == height,
            holdsPrecommits(from: index, { $0.comesBeforePrecommits(of: last) })
        else { return false }
        let release = last.proposers.contains(ownAddress) ? durability(of: last.proposal.signature) : nil
        let start = firstPart(for: index, of: peers.storedBlock(height)?.parts)
        while peers.all[index].outbox.hasRoom(.consensusData) {
            let messages = peers.all[index].rounds.nextData(of: last, partsFrom: start)
            if messages.isEmpty { break }
            for message in messages { send(message, to: index, after: release) }
        }
        feedVotes(index) { $0.nextVote(of: last) }
        return true
    }
}
