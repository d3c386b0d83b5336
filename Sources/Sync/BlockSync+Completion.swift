import Chain
import Cryptography

// When catching up is done. What peers claim never holds it up for good.
//
// Deviation: CometBFT goes on as long as some peer tells of more blocks, and takes a validator with a third of the power for
// one that the others cannot do without.
extension BlockSync {
    /// Asks every peer for its height.
    mutating func askForStatus(at now: Nanoseconds) {
        statusAt = now
        hasAdvanced = false
        for index in peers.indices {
            peers[index].owesStatus = true
            emit(.requestStatus(from: peers[index].id))
        }
    }

    /// Remembers since when nobody who gave us blocks is ahead.
    mutating func noteLead(at now: Nanoseconds) {
        let honest = peers.filter { $0.hasDelivered && $0.isUsable(at: now) }
        let isLeading = !honest.isEmpty && honest.allSatisfy { $0.height <= point.next }
        if !isLeading { leadingSince = nil } else if leadingSince == nil { leadingSince = now }
    }

    /// Whether consensus is to go on from here.
    mutating func isFinished(at now: Nanoseconds) -> Bool {
        let isKnown = peers.allSatisfy { !$0.owesStatus || $0.rests(at: now) }
        let age = now.rawValue - statusAt.rawValue
        // The block of the highest height is proved by nothing but its votes: consensus gets those.
        let hasWaited = now.rawValue - startedAt.rawValue >= SyncLimits.startWait.rawValue
        if hasWaited && point.next >= highest(at: now) {
            if point.isIndispensable { return true }
            let isAnybodyThere = peers.contains { $0.told != nil && !$0.rests(at: now) }
            if isAnybodyThere && (isKnown || age >= SyncLimits.statusTimeout.rawValue) {
                if !hasAdvanced || age < SyncLimits.statusAge.rawValue { return true }
                askForStatus(at: now)
            }
        }
        if let leadingSince, now.rawValue - leadingSince.rawValue > SyncLimits.stall.rawValue { return true }
        return peers.contains { $0.told != nil } && now.rawValue - progressAt.rawValue > SyncLimits.stall.rawValue
    }
}
