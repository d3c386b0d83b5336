package import Chain
import Cryptography
import PeerMessages
import Wire

// Which addresses are dialled, and when.
extension PeerExchange {
    /// Time has passed: due at `nextDeadline`.
    package mutating func tick(_ overview: PeerOverview, at now: Instant) -> [Action] {
        if now.monotonic < nextDeadline { return [] }
        nextDeadline = now.monotonic.adding(PeerExchangeSettings.ensurePeriod)
        forgetWhatIsGone()
        return settings.isSeed ? crawl(overview, at: now) : ensurePeers(overview, isPeriod: true, at: now)
    }

    /// Only addresses in the book are dialled, so that nothing else need be remembered.
    private mutating func forgetWhatIsGone() {
        attempts = attempts.filter { book.contains($0.key) }
        crawled = crawled.filter { book.contains($0.key) }
    }

    /// Dials as many as there is room for; asks for more addresses when there are few; dials a seed when nothing else helps.
    ///
    /// - Parameter isPeriod: Whether a peer may be asked for addresses.
    mutating func ensurePeers(_ overview: PeerOverview, isPeriod: Bool, at now: Instant) -> [Action] {
        let room = settings.outboundMaximum - overview.outbound - overview.dialing
        if room <= 0 { return [] }
        var actions = dialSome(room, overview, at: now)
        let isDialing = !actions.isEmpty
        if book.needsMore { book.reinstate(at: now.wall) }
        if !book.needsMore { return actions }
        if isPeriod {
            let candidates = partners.keys.sorted()
            if !candidates.isEmpty { actions += ask(candidates[random.below(candidates.count)]) }
        }
        if !isDialing { actions += dialSeeds(overview) }
        return actions
    }

    /// Picks addresses by chance: the fewer peers there are, the rather good ones.
    private mutating func dialSome(_ room: Int, _ overview: PeerOverview, at now: Instant) -> [Action] {
        let bias = min(overview.outbound, 8) * 10 + 10
        var chosen: [PeerLocation] = []
        var tried: Set<NodeID> = []
        for _ in 0..<(3 * room) where chosen.count < room {
            guard let address = book.pick(bias: bias, using: &random), let id = try? address.nodeID(),
                tried.insert(id).inserted, !overview.met.contains(id), mayDial(id, overview, at: now),
                let location = PeerLocation(address)
            else { continue }
            chosen.append(location)
        }
        return chosen.map(Action.dial)
    }

    /// Whether it is not too early to call again, twice as late each time; and not too often already.
    private mutating func mayDial(_ id: NodeID, _ overview: PeerOverview, at now: Instant) -> Bool {
        guard let (count, last) = attempts[id] else { return true }
        if count > PeerExchangeSettings.attemptsMaximum && !overview.persistent.contains(id) {
            attempts[id] = nil
            book.ban(id, for: AddressBookLimits.banTime, at: now.wall)
            return false
        }
        let exponent = min(count, PeerExchangeSettings.attemptsMaximum + 1)
        let jitter = Int64(random.below(1_000_000_000))
        return now.monotonic.since(last) >= Nanoseconds((Int64(1) << exponent) * 1_000_000_000 + jitter)
    }

    // MARK: Seeds

    /// Dials one seed after the other, in an order of chance, until one answers.
    private mutating func dialSeeds(_ overview: PeerOverview) -> [Action] {
        if seedsLeft.isEmpty {
            seedsLeft = settings.seeds
            for index in seedsLeft.indices {
                seedsLeft.swapAt(index, index + random.below(seedsLeft.count - index))
            }
        }
        return nextSeed(overview)
    }

    mutating func nextSeed(_ overview: PeerOverview) -> [Action] {
        while let seed = seedsLeft.first {
            seedsLeft.removeFirst()
            if overview.met.contains(seed.id) { continue }
            return [.dial(seed)]
        }
        return []
    }

    /// What a seed does: it visits those of whom it knows, asks them, and parts from who has been here long enough.
    private mutating func crawl(_ overview: PeerOverview, at now: Instant) -> [Action] {
        var actions: [Action] = partners.sorted { $0.key < $1.key }.compactMap { id, partner in
            if overview.persistent.contains(id) || now.monotonic.since(partner.since) < PeerExchangeSettings.seedStay {
                return nil
            }
            return .disconnect(id, reason: "this seed has been connected with it for long", ban: nil)
        }
        var isDialing = false
        for address in book.selection(using: &random) {
            guard let id = try? address.nodeID(), !overview.met.contains(id),
                crawled[id].map({ now.monotonic.since($0) >= PeerExchangeSettings.crawlInterval }) ?? true
            else { continue }
            crawled[id] = now.monotonic
            guard mayDial(id, overview, at: now), let location = PeerLocation(address) else { continue }
            actions.append(.dial(location))
            isDialing = true
        }
        if !isDialing && book.count == 0 { actions += dialSeeds(overview) }
        return actions
    }
}

extension PeerLocation {
    /// The place of an address that names its node.
    fileprivate init?(_ address: NetworkAddress) {
        guard let location = try? PeerLocation(parsing: ByteString("\(address)")) else { return nil }
        self = location
    }
}
