package import Chain
package import Cryptography
package import PeerMessages
package import Wire

/// The addresses of nodes that this one has heard of (CometBFT `p2p/pex/addrbook.go`): new ones, of which somebody told, and
/// old ones, which have been good peers. They lie in buckets, chosen by network and by who told, so that nobody can crowd out
/// the others.
///
/// It has no clock and no chance of its own: moments and a generator come in.
///
/// Deviation: CometBFT hashes with HighwayHash and a key that it forgets when it stops; here it is SHA-256 with the key of
/// the file. In which bucket an address lies is nobody's business but the book's.
package struct AddressBook: Sendable {
    /// What nobody else knows, so that nobody can aim at a bucket; hexadecimal, as in the file.
    let key: ByteString
    private let own: NodeID
    private var privatePeers: Set<NodeID>
    /// Whether only addresses are taken that the Internet can reach (`addr_book_strict`).
    let isStrict: Bool
    private(set) var known: [NodeID: KnownAddress] = [:]
    var newBuckets = [[NodeID]](repeating: [], count: AddressBookLimits.newBucketCount)
    var oldBuckets = [[NodeID]](repeating: [], count: AddressBookLimits.oldBucketCount)
    private var banned: [NodeID: KnownAddress] = [:]
    private(set) var oldCount = 0
    /// Whether it has changed since it was last written (`takeChange`).
    private var hasChanged = false

    /// - Parameter key: Hexadecimal; 24 digits in CometBFT's files.
    package init(key: ByteString, own: NodeID, privatePeers: Set<NodeID> = [], isStrict: Bool = true) {
        self.key = key
        self.own = own
        self.privatePeers = privatePeers
        self.isStrict = isStrict
    }

    package var count: Int { known.count }

    var newCount: Int { known.count - oldCount }

    package var needsMore: Bool { count < AddressBookLimits.enough }

    package func contains(_ id: NodeID) -> Bool { known[id] != nil }

    /// Whether it has been a good peer.
    package func isGood(_ id: NodeID) -> Bool { known[id]?.isOld == true }

    package func isBanned(_ id: NodeID) -> Bool { banned[id] != nil }

    /// Whether there is something new to write since this was asked last.
    package mutating func takeChange() -> Bool {
        defer { hasChanged = false }
        return hasChanged
    }

    // MARK: Taking in

    /// Takes in an address. One that is known as good stays where it is, so that nobody can lead this node to another
    /// address for it; one of which several tell gets into more buckets, each time less likely.
    package mutating func add(
        _ address: NetworkAddress, from source: NetworkAddress, at now: Timestamp, using random: inout SplitMix64
    ) throws(AddressRefusal) {
        let id = try check(address, from: source)
        let entry: KnownAddress
        if let found = known[id] {
            if found.isOld || found.buckets.count >= AddressBookLimits.bucketsPerAddress { return }
            if random.below(2 * found.buckets.count) != 0 { return }
            entry = found
        } else {
            entry = KnownAddress(id: id, address, from: source, at: now)
        }
        put(entry, intoNew: newBucket(of: address, from: source), at: now)
    }

    private func check(_ address: NetworkAddress, from source: NetworkAddress) throws(AddressRefusal) -> NodeID {
        let id: NodeID
        do {
            try address.validate()
            id = try address.nodeID()
        } catch {
            throw .invalid("\(error)")
        }
        if banned[id] != nil { throw .banned }
        if privatePeers.contains(id) || (try? source.nodeID()).map(privatePeers.contains) == true { throw .isPrivate }
        if id == own { throw .ourselves }
        if isStrict && !address.isRoutable { throw .unroutable(address) }
        return id
    }

    // MARK: What came of it

    /// It has been a good peer.
    package mutating func noteGood(_ id: NodeID, at now: Timestamp) {
        guard var entry = known[id] else { return }
        entry.noteSuccess(at: now)
        update(entry)
        if !entry.isOld { promote(entry, at: now) }
    }

    /// It was dialled in vain.
    package mutating func noteAttempt(_ id: NodeID, at now: Timestamp) {
        guard var entry = known[id] else { return }
        entry.noteAttempt(at: now)
        update(entry)
    }

    /// It broke a rule: it is out of the book for a while.
    package mutating func ban(_ id: NodeID, for time: Nanoseconds, at now: Timestamp) {
        guard var entry = known[id] else { return }
        remove(entry)
        entry.buckets = []
        entry.isOld = false
        entry.bannedUntil = max(entry.bannedUntil, now.adding(time))
        if banned.count >= AddressBookLimits.bannedMaximum,
            let first = banned.values.min(by: { ($0.bannedUntil, $0.id) < ($1.bannedUntil, $1.id) })
        {
            banned[first.id] = nil
        }
        banned[id] = entry
    }

    /// Takes in again whose time is over.
    package mutating func reinstate(at now: Timestamp) {
        for entry in banned.values.filter({ $0.bannedUntil <= now }).sorted(by: { $0.id < $1.id }) {
            banned[entry.id] = nil
            put(entry, intoNew: newBucket(of: entry.address, from: entry.source), at: now)
        }
    }

    /// Nobody is told of these peers, nor of what they told.
    package mutating func keepPrivate(_ ids: Set<NodeID>) {
        privatePeers.formUnion(ids)
        for id in ids.sorted() {
            if let entry = known[id] { remove(entry) }
        }
    }

    // MARK: Entries

    /// Puts an entry into a bucket of new ones, in which one that is bad makes room, or the one that was tried first.
    private mutating func put(_ entry: KnownAddress, intoNew index: Int, at now: Timestamp) {
        if entry.buckets.contains(index) { return }
        if newBuckets[index].count >= AddressBookLimits.bucketSize { expire(index, at: now) }
        var entry = entry
        entry.buckets.append(index)
        newBuckets[index].append(entry.id)
        update(entry)
    }

    private mutating func expire(_ index: Int, at now: Timestamp) {
        let entries = newBuckets[index].compactMap { known[$0] }
        guard
            var gone = entries.first(where: { $0.isBad(at: now) })
                ?? entries.min(by: { $0.lastAttempt < $1.lastAttempt })
        else { return }
        newBuckets[index].removeAll { $0 == gone.id }
        gone.buckets.removeAll { $0 == index }
        if gone.buckets.isEmpty {
            known[gone.id] = nil
            hasChanged = true
        } else {
            update(gone)
        }
    }

    /// Moves a new entry to the old ones; where there is no room, the one that was tried first becomes new again.
    private mutating func promote(_ entry: KnownAddress, at now: Timestamp) {
        remove(entry)
        let index = oldBucket(of: entry.address)
        if oldBuckets[index].count >= AddressBookLimits.bucketSize,
            var demoted = oldBuckets[index].compactMap({ known[$0] }).min(by: { $0.lastAttempt < $1.lastAttempt })
        {
            remove(demoted)
            demoted.buckets = []
            demoted.isOld = false
            put(demoted, intoNew: newBucket(of: demoted.address, from: demoted.source), at: now)
        }
        var entry = entry
        entry.isOld = true
        entry.buckets = [index]
        oldBuckets[index].append(entry.id)
        oldCount += 1
        update(entry)
    }

    private mutating func remove(_ entry: KnownAddress) {
        guard let entry = known.removeValue(forKey: entry.id) else { return }
        hasChanged = true
        if entry.isOld { oldCount -= 1 }
        for index in entry.buckets {
            if entry.isOld {
                oldBuckets[index].removeAll { $0 == entry.id }
            } else {
                newBuckets[index].removeAll { $0 == entry.id }
            }
        }
    }

    private mutating func update(_ entry: KnownAddress) {
        known[entry.id] = entry
        hasChanged = true
    }

    /// Takes in an entry as a file has it, unless it may not be in the book.
    mutating func restore(_ entry: KnownAddress) {
        if known[entry.id] != nil || entry.buckets.isEmpty || entry.id == own || privatePeers.contains(entry.id) {
            return
        }
        for index in entry.buckets {
            if entry.isOld { oldBuckets[index].append(entry.id) } else { newBuckets[index].append(entry.id) }
        }
        if entry.isOld { oldCount += 1 }
        known[entry.id] = entry
    }
}
