package import Chain
package import Cryptography
package import PeerMessages

/// Whom to call, and whom to let in (CometBFT p2p/switch.go and the filters of p2p/transport.go).
///
/// Whoever drives it tells of every connection when it opens, when the peer is known and when it closes, in this order, and
/// asks for calls that are due.
package struct PeerDirector: Sendable {
    /// A call to be made.
    package struct Dial: Hashable, Sendable {
        package let connection: ConnectionID
        package let location: PeerLocation
    }

    /// A caller that may say who it is.
    package struct Admission: Equatable, Sendable {
        package let connection: ConnectionID
        /// Whose place it takes, if there was none free: that connection is to be closed.
        package let evicted: ConnectionID?
    }

    /// Callers that may be saying who they are at a time, and those of one address among them. Each costs some ten kilobytes, and
    /// 64 with a second for their handshakes are more than a node that starts again is called by.
    ///
    /// Deviation: they have places of their own. In CometBFT they hold those of inbound peers, and sockets that say nothing keep
    /// everyone out.
    package static let strangersMaximum = 64
    package static let strangersPerAddress = 16

    private struct Connection: Sendable {
        let isOutbound: Bool
        /// Who is called.
        var dialed: NodeID?
        var ip: IPAddress?
        /// Who it is, once that is known and the peer was let in.
        var peer: NodeID?
        var since: Nanoseconds = .zero
        /// Whether anything has come from it.
        var hasSpoken = false
        /// Whether it had to make room for another caller, and is being closed.
        var isEvicted = false

        /// Whether it has called, and has not said who it is.
        var isStranger: Bool { !isOutbound && peer == nil && !isEvicted }
    }

    private let own: NodeID
    private let settings: PeerDirectorSettings
    private var connections: [ConnectionID: Connection] = [:]
    private var peers: [NodeID: ConnectionID] = [:]
    private var unconditional: Set<NodeID>
    private var persistent: [PersistentPeer]
    private var requested: [PeerLocation] = []
    private var bans = BanList()
    private var random: SplitMix64
    private var lastID: UInt64 = 0

    /// - Parameter seed: Any number that other nodes do not have, for the jitter of calls.
    package init(own: NodeID, _ settings: PeerDirectorSettings, seed: UInt64, at now: Instant) {
        self.own = own
        self.settings = settings
        unconditional = settings.unconditionalPeers
        var random = SplitMix64(seed: seed)
        persistent = []
        for location in settings.persistentPeers where location.id != own {
            if persistent.contains(where: { $0.location.id == location.id }) { continue }
            persistent.append(PersistentPeer(location, at: now.monotonic, random: random.next()))
        }
        self.random = random
    }

    // MARK: Calls

    /// When a call will be due, by the monotonic clock; nil when none will be.
    package var nextDeadline: Nanoseconds? {
        if !requested.isEmpty { return .zero }
        return persistent.filter { !isMet($0.location.id) }.map(\.due).min()
    }

    /// The calls that are due. Each is to be made, and `closed` told when nothing comes of it.
    package mutating func dials(at now: Instant) -> [Dial] {
        var dials: [Dial] = []
        for index in persistent.indices where persistent[index].due <= now.monotonic {
            let location = persistent[index].location
            if isMet(location.id) { continue }
            persistent[index].noteCall()
            dials.append(dial(location))
        }
        for location in requested where !isMet(location.id) { dials.append(dial(location)) }
        requested = []
        return dials
    }

    /// Wants a peer to be called that is not persistent: one that somebody told us of.
    package mutating func request(_ location: PeerLocation, at now: Instant) throws(PeerRefusal) {
        let id = location.id
        if id == own { throw .ourselves }
        if peers[id] != nil { throw .duplicateID(id) }
        if isMet(id) || requested.contains(where: { $0.id == id }) { throw .dialing(id) }
        if bans.contains(id, at: now.monotonic) { throw .banned(id) }
        if !unconditional.contains(id) {
            let called = connections.values.count { $0.isOutbound && !isUnconditional($0) } + requested.count
            if called >= settings.outboundMaximum { throw .outboundLimit(settings.outboundMaximum) }
        }
        requested.append(location)
    }

    /// Wants a peer to be called for ever (RPC `dial_peers` with `persistent`).
    package mutating func keep(_ location: PeerLocation, at now: Instant) {
        if location.id == own || persistent.contains(where: { $0.location.id == location.id }) { return }
        persistent.append(PersistentPeer(location, at: now.monotonic, random: 0))
    }

    /// Takes these for the peers to be called for ever, and no others. Connections to the others stay, and are not made again.
    package mutating func keepOnly(_ locations: [PeerLocation], at now: Instant) {
        persistent.removeAll { kept in !locations.contains(kept.location) }
        for location in locations { keep(location, at: now) }
    }

    /// No limit keeps these peers out from now on.
    package mutating func welcome(_ ids: Set<NodeID>) { unconditional.formUnion(ids) }

    private mutating func dial(_ location: PeerLocation) -> Dial {
        let id = nextID()
        connections[id] = Connection(isOutbound: true, dialed: location.id)
        return Dial(connection: id, location: location)
    }

    /// Whether the peer is connected or being called.
    private func isMet(_ id: NodeID) -> Bool {
        peers[id] != nil || connections.values.contains { $0.dialed == id }
    }

    private mutating func nextID() -> ConnectionID {
        lastID += 1
        return ConnectionID(lastID)
    }

    // MARK: Connections

    /// A call has been taken at this address.
    package mutating func reached(_ id: ConnectionID, _ ip: IPAddress) throws(PeerRefusal) {
        if connections[id] == nil { throw .unknown }
        try checkAddress(ip)
        connections[id]?.ip = ip
    }

    /// Somebody called from this address. Whoever has called takes a place among the strangers until it has said who it is; when
    /// there is none, that of another: first of one that has said nothing, then of the one that is there the longest.
    ///
    /// - Throws: Then the connection is to be closed, and not told of again.
    package mutating func accepted(from ip: IPAddress) throws(PeerRefusal) -> Admission {
        try checkAddress(ip)
        let evicted = strangerToEvict(for: ip)
        if let evicted { connections[evicted]?.isEvicted = true }
        let id = nextID()
        connections[id] = Connection(isOutbound: false, ip: ip)
        return Admission(connection: id, evicted: evicted)
    }

    /// Something has come from a caller.
    package mutating func spoke(_ id: ConnectionID) {
        connections[id]?.hasSpoken = true
    }

    private func strangerToEvict(for ip: IPAddress) -> ConnectionID? {
        let strangers = connections.filter { $0.value.isStranger }
        var counts: [IPAddress?: Int] = [:], candidates = strangers
        for stranger in strangers.values { counts[stranger.ip, default: 0] += 1 }
        if counts[ip, default: 0] >= PeerDirector.strangersPerAddress {
            candidates = strangers.filter { $0.value.ip == ip }
        } else if strangers.count >= PeerDirector.strangersMaximum {
            // Who calls from one address takes nothing from those who call from others.
            let most = counts.values.max() ?? 0
            candidates = strangers.filter { counts[$0.value.ip, default: 0] == most }
        } else {
            return nil
        }
        let silent = candidates.filter { !$0.value.hasSpoken }
        return (silent.isEmpty ? candidates : silent).keys.min()
    }

    /// Strangers count for nothing here: anybody may call from an address.
    private func checkAddress(_ ip: IPAddress) throws(PeerRefusal) {
        if settings.allowsDuplicateIP { return }
        if connections.values.contains(where: { $0.ip == ip && ($0.isOutbound || $0.peer != nil) }) {
            throw .duplicateIP(ip)
        }
    }

    /// The peer has proved who it is.
    ///
    /// - Throws: Then the connection is to be closed. Of two connections to one peer the first stays: the peer, who sees them
    ///   in another order, may close it; then both are called again.
    package mutating func introduced(_ id: ConnectionID, as peer: NodeID, at now: Instant) throws(PeerRefusal) {
        guard let connection = connections[id] else { throw .unknown }
        if connection.isEvicted { throw .evicted }
        if peer == own { throw .ourselves }
        if peers[peer] != nil { throw .duplicateID(peer) }
        let isWanted = unconditional.contains(peer)
        let isPersistent = persistent.contains { $0.location.id == peer }
        if !isWanted && !isPersistent && bans.contains(peer, at: now.monotonic) { throw .banned(peer) }
        if !connection.isOutbound, let ip = connection.ip { try checkAddress(ip) }
        if !connection.isOutbound && !isWanted {
            let inbound = connections.values.count { !$0.isOutbound && $0.peer != nil && !isUnconditional($0) }
            if inbound >= settings.inboundMaximum { throw .inboundLimit(settings.inboundMaximum) }
        }
        peers[peer] = id
        connections[id]?.peer = peer
        connections[id]?.since = now.monotonic
    }

    private func isUnconditional(_ connection: Connection) -> Bool {
        guard let id = connection.peer ?? connection.dialed else { return false }
        return unconditional.contains(id)
    }

    /// The connection is closed, or has not come about.
    ///
    /// - Returns: The peer that is lost with it; nil when it had not been let in.
    package mutating func closed(_ id: ConnectionID, at now: Instant) -> NodeID? {
        guard let connection = connections.removeValue(forKey: id) else { return nil }
        if let peer = connection.peer { peers[peer] = nil }
        let concerned = connection.peer ?? connection.dialed
        if let index = persistent.firstIndex(where: { $0.location.id == concerned }) {
            let lasted = connection.peer == nil ? .zero : now.monotonic.since(connection.since)
            persistent[index].noteEnd(
                lasted: lasted, at: now.monotonic, maximum: settings.dialPeriodMaximum, random: random.next())
        }
        return connection.peer
    }

    /// What was called is this node itself: it is not called again.
    package mutating func forget(_ id: ConnectionID) {
        guard let dialed = connections[id]?.dialed else { return }
        persistent.removeAll { $0.location.id == dialed }
    }

    // MARK: Peers

    /// The connection to a peer that was let in.
    package func connection(to peer: NodeID) -> ConnectionID? { peers[peer] }

    /// What the exchange of addresses needs to know of peers.
    package var overview: PeerOverview {
        var overview = PeerOverview()
        for connection in connections.values where !isUnconditional(connection) {
            if !connection.isOutbound {
                if connection.peer != nil { overview.inbound += 1 }
            } else if connection.peer != nil {
                overview.outbound += 1
            } else {
                overview.dialing += 1
            }
        }
        overview.dialing += requested.count
        overview.met = Set(peers.keys).union(connections.values.compactMap(\.dialed)).union(requested.map(\.id))
        overview.persistent = Set(persistent.map(\.location.id))
        return overview
    }

    /// Peers that were let in.
    package var count: Int { peers.count }

    /// Whether there is no connection, and none is being made.
    package var isIdle: Bool { connections.isEmpty }

    /// Keeps a peer out for a while. Those that the operator named, persistent or unconditional, are let in again.
    ///
    /// - Returns: Its connection, which is to be closed.
    package mutating func ban(_ peer: NodeID, for time: Nanoseconds, at now: Instant) -> ConnectionID? {
        bans.add(peer, until: now.monotonic.adding(time))
        return peers[peer]
    }
}
