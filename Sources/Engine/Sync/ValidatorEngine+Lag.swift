import Chain
import Consensus
import Execution
import Sync

// A node that takes part in consensus and falls behind goes back to fetching blocks. That others say they are ahead is no
// reason to stop signing: the next block is, once it is here and proven. Until then consensus goes on.
//
// Deviation: CometBFT never goes back to block sync; its peers send a node that has fallen behind the parts and votes of one
// height after the other.
extension ValidatorEngine {
    /// Looks for the next block when peers have been ahead for a while.
    mutating func lookForLag(at now: Instant) {
        guard sync == nil, decided == nil, let height = machine.height, let point = syncPoint else { return }
        let highest = peers.all.map(\.rounds.height).max() ?? 0
        if !lag.isDue(at: height, highest: highest, now.monotonic) { return }
        let actions = startSync(
            BlockSync(from: point, at: now.monotonic, window: SyncLimits.scoutWindow), at: now)
        isScouting = true
        scheduleSync()
        carry(actions, at: now)
    }

    /// Consensus has gone on by itself, or nobody has the next block.
    mutating func endScouting() {
        endSync()
        isScouting = false
    }

    /// The next block is proven, so others have decided this height without us: from here on blocks are fetched, and nothing
    /// is signed until there are no more. What consensus knew of the height stays in the log until the block is durable.
    ///
    /// - Returns: false when consensus has decided it meanwhile.
    mutating func leaveConsensus(at now: Instant) -> Bool {
        if decided != nil {
            endScouting()
            return false
        }
        isScouting = false
        machine = Tendermint(settings: settings.consensus)
        preparing = nil
        candidates = [:]
        peers.heldParts = []
        if let chain { notify(.catchingUp(after: chain.lastBlockHeight)) }
        return true
    }
}
