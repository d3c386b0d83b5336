import Chain
import Cryptography

/// Peers that broke a rule no correct peer breaks, and are not let in for a while.
struct BanList: Sendable {
    /// Names cost their owners nothing, so that the list has to end somewhere.
    private static let countMaximum = 4096

    /// Until when, by the monotonic clock; in the order of the bans' ends.
    private var bans: [(id: NodeID, end: Nanoseconds)] = []

    mutating func add(_ id: NodeID, until end: Nanoseconds) {
        if let index = bans.firstIndex(where: { $0.id == id }) {
            if bans[index].end >= end { return }
            bans.remove(at: index)
        }
        bans.insert((id, end), at: bans.firstIndex { $0.end > end } ?? bans.count)
        if bans.count > BanList.countMaximum { bans.removeFirst() }
    }

    mutating func contains(_ id: NodeID, at now: Nanoseconds) -> Bool {
        bans.removeFirst(bans.firstIndex { $0.end > now } ?? bans.count)
        return bans.contains { $0.id == id }
    }
}
