package import Cryptography

/// The hashes of the transactions seen last, up to a bound; the one not seen for longest makes room (CometBFT
/// `mempool/cache.go`).
package struct RecentTransactions: Sendable {
    private let countMaximum: Int
    /// When each was last seen, by the number of sightings before it.
    private var lastSeen: [Hash: UInt64] = [:]
    /// Sightings in order; one that is no longer its hash's last is passed over.
    private var sightings: [(hash: Hash, number: UInt64)] = []
    private var start = 0
    private var counter: UInt64 = 0

    /// - Parameter countMaximum: Hashes to remember; 0 or less for none, so that every sighting is the first.
    package init(countMaximum: Int) {
        self.countMaximum = countMaximum
    }

    package func contains(_ hash: Hash) -> Bool { lastSeen[hash] != nil }

    /// Hashes that are remembered.
    package var count: Int { lastSeen.count }

    /// Sightings that take memory: at most a little more than twice `countMaximum`, however often one is repeated.
    package var sightingCount: Int { sightings.count }

    /// Notes a sighting.
    ///
    /// - Returns: Whether it is the first.
    package mutating func note(_ hash: Hash) -> Bool {
        if countMaximum <= 0 { return true }
        let isNew = lastSeen[hash] == nil
        if isNew && lastSeen.count >= countMaximum { forgetOldest() }
        lastSeen[hash] = counter
        sightings.append((hash, counter))
        counter += 1
        compact()
        return isNew
    }

    package mutating func forget(_ hash: Hash) {
        lastSeen[hash] = nil
    }

    private mutating func forgetOldest() {
        while start < sightings.count {
            let (hash, number) = sightings[start]
            start += 1
            if lastSeen[hash] == number {
                lastSeen[hash] = nil
                return
            }
        }
    }

    /// Drops the sightings that no longer count, once they are most of the list.
    private mutating func compact() {
        if sightings.count / 2 <= countMaximum + 8 { return }
        sightings = sightings[start...].filter { lastSeen[$0.hash] == $0.number }
        start = 0
    }
}
