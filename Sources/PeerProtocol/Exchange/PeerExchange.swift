package import Chain
package import Cryptography
package import PeerMessages

/// Who tells whom of which addresses, and which of them are dialled (CometBFT `p2p/pex/pex_reactor.go`).
///
/// A peer that answers without being asked, or asks too often, or tells what is no address, is dropped and banned for a day.
package struct PeerExchange: Sendable {
    /// What is to be done. That messages have left is told by `sent`.
    package enum Action: Hashable, Sendable {
        case send(PeerExchangeMessage, to: NodeID)
        case disconnect(NodeID, reason: String, ban: Nanoseconds?)
        case dial(PeerLocation)
    }

    /// A connected peer.
    struct Partner: Sendable {
        let isOutbound: Bool
        /// What is noted as the source of the addresses that it tells.
        let address: NetworkAddress?
        let since: Nanoseconds
        /// Whether it owes us addresses.
        var isAsked = false
        /// When it asked, from the second time on: the first is for nothing.
        var lastRequest: Nanoseconds?
        var hasRequested = false
        /// Whether it is to go as soon as it has its answer.
        var isLeaving = false
    }

    let settings: PeerExchangeSettings
    package internal(set) var book: AddressBook
    var partners: [NodeID: Partner] = [:]
    /// Calls in vain, one after the other, and when the last was.
    var attempts: [NodeID: (count: Int, last: Nanoseconds)] = [:]
    /// When a seed looked at an address last.
    var crawled: [NodeID: Nanoseconds] = [:]
    /// Seeds that are still to be tried, one after the other.
    var seedsLeft: [PeerLocation] = []
    var random: SplitMix64
    /// When it is next seen to that there are enough peers, by the monotonic clock.
    package internal(set) var nextDeadline: Nanoseconds

    /// - Parameters:
    ///   - hasPeers: Whether others are dialled anyway: then it can wait for a part of the period, so that nodes started
    ///     together do not ask together.
    ///   - seed: Any number that other nodes do not have.
    package init(
        _ settings: PeerExchangeSettings, book: AddressBook, hasPeers: Bool, seed: UInt64, at now: Instant
    ) {
        self.settings = settings
        self.book = book
        var random = SplitMix64(seed: seed)
        let period = Int(PeerExchangeSettings.ensurePeriod.rawValue)
        nextDeadline = hasPeers ? now.monotonic.adding(Nanoseconds(Int64(random.below(period)))) : now.monotonic
        self.random = random
    }

    // MARK: What happened

    /// A connection is up.
    ///
    /// - Parameter remote: Where it leads, by the socket.
    package mutating func connected(
        _ id: NodeID, _ info: NodeInfo, isOutbound: Bool, remote: NetworkAddress?, at now: Instant
    ) -> [Action] {
        let address = isOutbound ? remote : PeerExchange.announced(info, remote)
        partners[id] = Partner(isOutbound: isOutbound, address: address, since: now.monotonic)
        attempts[id] = nil
        if seedsLeft.contains(where: { $0.id == id }) || settings.seeds.contains(where: { $0.id == id }) {
            seedsLeft = []
        }
        if let address { learn(address, from: address, at: now) }
        guard isOutbound, info.channels.contains(.peerExchange), settings.isSeed || book.needsMore else { return [] }
        return ask(id)
    }

    /// Where an inbound peer says that it can be dialled.
    ///
    /// Deviation: CometBFT does not take in a peer that says it listens at all of its addresses, and asks a resolver for
    /// names. Here it is the address that the connection comes from, with the port that it says.
    private static func announced(_ info: NodeInfo, _ remote: NetworkAddress?) -> NetworkAddress? {
        guard let location = try? info.location() else { return nil }
        if let ip = location.literal, let address = try? location.address(at: ip), (try? address.validate()) != nil {
            return address
        }
        return remote.flatMap { try? location.address(at: $0.ip) }
    }

    /// A connection is down.
    package mutating func disconnected(_ id: NodeID) {
        partners[id] = nil
    }

    /// A call came to nothing.
    package mutating func failed(
        _ id: NodeID, _ failure: DialFailure, _ overview: PeerOverview, at now: Instant
    ) -> [Action] {
        switch failure {
        case .wrongNode: book.ban(id, for: AddressBookLimits.banTime, at: now.wall)
        case .other:
            book.noteAttempt(id, at: now.wall)
            if book.contains(id) { attempts[id] = ((attempts[id]?.count ?? 0) + 1, now.monotonic) }
        }
        guard settings.seeds.contains(where: { $0.id == id }) else { return [] }
        return nextSeed(overview)
    }

    /// A peer has been of use for a while.
    package mutating func noteGood(_ id: NodeID, at now: Instant) {
        book.noteGood(id, at: now.wall)
    }

    /// Nobody is told of these peers from now on.
    package mutating func keepPrivate(_ ids: Set<NodeID>) {
        book.keepPrivate(ids)
    }

    /// The book, if there is something in it that was not taken before.
    package mutating func takeChangedBook() -> AddressBook? { book.takeChange() ? book : nil }

    /// So many messages have left.
    package mutating func sent(_ count: Int, to id: NodeID) -> [Action] {
        guard count > 0, partners[id]?.isLeaving == true else { return [] }
        return [.disconnect(id, reason: "it has been told addresses", ban: nil)]
    }

    /// A message that is valid by itself.
    package mutating func receive(
        _ message: PeerExchangeMessage, from id: NodeID, _ overview: PeerOverview, at now: Instant
    ) -> [Action] {
        guard let partner = partners[id] else { return [] }
        switch message {
        case .request: return answer(id, partner, at: now)
        case .addresses(let addresses):
            if !partner.isAsked { return ban(id, "it told addresses that nobody asked for", at: now) }
            partners[id]?.isAsked = false
            guard let source = partner.address else { return [] }
            for address in addresses.prefix(AddressBookLimits.selectionMaximum) {
                learn(address, from: source, at: now)
            }
            // What a seed tells is for now.
            return settings.seeds.contains { $0.id == id } ? ensurePeers(overview, isPeriod: false, at: now) : []
        }
    }

    /// What a peer sent is no message, or has addresses in it that are none.
    package mutating func misunderstood(_ id: NodeID, at now: Instant) -> [Action] {
        ban(id, "it told addresses that are none", at: now)
    }

    private mutating func answer(_ id: NodeID, _ partner: Partner, at now: Instant) -> [Action] {
        if settings.isSeed && !partner.isOutbound {
            if partner.isLeaving { return [] }
            partners[id]?.isLeaving = true
            let selection = book.selection(bias: PeerExchangeSettings.seedBias, using: &random)
            return [.send(.addresses(selection), to: id)]
        }
        if let last = partner.lastRequest, now.monotonic.since(last) < PeerExchangeSettings.requestInterval {
            return ban(id, "it asked for addresses again within \(PeerExchangeSettings.requestInterval)", at: now)
        }
        if partner.hasRequested { partners[id]?.lastRequest = now.monotonic }
        partners[id]?.hasRequested = true
        return [.send(.addresses(book.selection(using: &random)), to: id)]
    }

    private mutating func ban(_ id: NodeID, _ reason: String, at now: Instant) -> [Action] {
        partners[id] = nil
        book.ban(id, for: AddressBookLimits.banTime, at: now.wall)
        return [.disconnect(id, reason: reason, ban: AddressBookLimits.banTime)]
    }

    private mutating func learn(_ address: NetworkAddress, from source: NetworkAddress, at now: Instant) {
        try? book.add(address, from: source, at: now.wall, using: &random)  // one that is of no use is left out
    }

    /// Asks a peer for addresses, unless it owes some.
    mutating func ask(_ id: NodeID) -> [Action] {
        if partners[id]?.isAsked != false { return [] }
        partners[id]?.isAsked = true
        return [.send(.request, to: id)]
    }
}
