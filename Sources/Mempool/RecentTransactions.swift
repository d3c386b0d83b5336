import Cryptography

/// The hashes of the transactions seen last, up to a bound; the one not seen for longest makes room.
struct RecentTransactions: Sendable {
    private let countMaximum: Int
    /// When each was last seen, by the number of sightings before it.
    private var lastSeen: [Hash: UInt64] = [:]
    /// Sightings in order; one that is no longer its hash's last is passed over.
    private var sightings: [(hash: Hash, number: UInt64)] = []
    private var start = 0
    private var counter: UInt64 = 0

    init(countMaximum: Int) {
        self.countMaximum = countMaximum
    }

    func contains(_ hash: Hash) -> Bool { lastSeen[hash] != nil }

    var count: Int { lastSeen.count }

    /// Notes a sighting.
    ///
    /// - Returns: Whether it is the first.
    mutating func note(_ hash: Hash) -> Bool {
        if countMaximum <= 0 { return true }
        let isNew = lastSeen[hash] == nil
        if isNew && lastSeen.count >= countMaximum { forgetOldest() }
        lastSeen[hash] = counter
        sightings.append((hash, counter))
        counter += 1
        compact()
        return isNew
    }

    mutating func forget(_ hash: Hash) {
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

    /// Keeps the list of sightings within twice what is remembered, however often one is repeated.
    private mutating func compact() {
        if sightings.count - start + start <= 2 * countMaximum + 16 { return }
        sightings = sightings[start...].filter { lastSeen[$0.hash] == $0.number }
        start = 0
    }
}
