package import Chain
package import Cryptography
package import PeerMessages
package import Wire

/// How a node that has no genesis gets that of its peers: it calls those that the operator named, takes from their node
/// infos what it was not told, hears which genesis each has, and fetches it from one when all that answer agree.
///
/// It makes no genesis, and none comes of it unless each named peer has agreed or did not answer.
package struct GenesisJoin: Sendable {
    /// What is to be done.
    package enum Action: Sendable {
        case send(GenesisMessage, to: NodeID)
        case disconnect(NodeID, reason: String)
        /// A line for the operator.
        case report(String)
        /// From now on peers are met as a node of this chain. All connections are to be ended; the calls begin anew.
        case become(ChainIdentity)
        /// The genesis, whose hash is right.
        case finish(GenesisSummary, [UInt8], from: PeerLocation)
        case fail(GenesisJoinError)
    }

    /// A named peer.
    struct Source: Sendable {
        enum State: Hashable, Sendable {
            case unknown
            /// It did not answer, or not as it should.
            case failed
            /// It has not yet said which genesis it has.
            case introduced(at: Nanoseconds)
            case told(GenesisSummary)
            /// It has none to give.
            case useless
        }

        let location: PeerLocation
        var state = State.unknown
        var reports = GenesisReports()
    }

    /// A genesis on its way.
    struct Transfer: Sendable {
        let source: Int
        let summary: GenesisSummary
        var bytes: [UInt8] = []
        /// Pieces asked for, and pieces that are here: in order, as they are given.
        var asked: UInt32 = 0
        var received: UInt32 = 0
        var progressAt: Nanoseconds

        /// Takes the next piece.
        ///
        /// - Returns: false when it is another one, or not of its size.
        mutating func take(_ chunk: GenesisChunk, at now: Nanoseconds) -> Bool {
            let rest = summary.byteCount - UInt64(bytes.count)
            let expected = min(rest, UInt64(GenesisChunk.bytesMaximum))
            if chunk.index != received || received >= asked || UInt64(chunk.bytes.count) != expected { return false }
            bytes += chunk.bytes
            received += 1
            progressAt = now
            return true
        }
    }

    /// Pieces asked for at a time: half a megabyte, so that none is waited for where an answer takes 100 ms and a
    /// connection carries 5 MB a second.
    private static let askedMaximum: UInt32 = 8
    /// How long named peers have to answer once one has.
    static let patience = Nanoseconds.seconds(10)
    /// A peer that gives nothing for so long is passed over: as in block sync.
    static let stall = Nanoseconds.seconds(15)

    /// How this node meets peers at present.
    package private(set) var identity: ChainIdentity
    private let chainID: ByteString?
    /// Whether the identity is a peer's.
    private var isAdopted = false
    var sources: [Source]
    var transfer: Transfer?
    /// When a named peer answered first.
    private var answeredAt: Nanoseconds?
    private var actions: [Action] = []

    /// - Parameters:
    ///   - peers: Not empty.
    ///   - chainID: The chain that it must be; nil for the peers'.
    package init(peers: [PeerLocation], chainID: ByteString?) {
        self.chainID = chainID
        identity = ChainIdentity(network: chainID ?? "", blockProtocol: LocalNode.blockProtocol(.byzantine))
        var sources: [Source] = []
        for location in peers where !sources.contains(where: { $0.location.id == location.id }) {
            sources.append(Source(location: location))
        }
        self.sources = sources
    }

    // MARK: What happened

    /// A connection is up, with a peer that may yet refuse this node for its identity.
    package mutating func connected(_ peer: NodeID, _ info: NodeInfo, at now: Nanoseconds) -> [Action] {
        guard let index = index(of: peer) else { return [.disconnect(peer, reason: "it was not called")] }
        let location = sources[index].location
        if let chainID, info.network != chainID {
            return [.fail(.wrongChain(location, theirs: info.network, wanted: chainID))]
        }
        let theirs = ChainIdentity(network: info.network, blockProtocol: info.protocolVersion.block)
        if theirs != identity {
            if isAdopted { return [.fail(difference(of: theirs, location))] }
            return adopt(theirs)
        }
        isAdopted = true
        if !info.channels.contains(.genesis) {
            sources[index].state = .useless
            report(index, "runs software that gives no genesis (\(info.version))", GenesisReports.otherWays, at: now)
        } else {
            sources[index].state = .introduced(at: now)
        }
        return take(at: now)
    }

    private func difference(of theirs: ChainIdentity, _ location: PeerLocation) -> GenesisJoinError {
        theirs.network == identity.network
            ? .protocolsDiffer(location, theirs: theirs.blockProtocol, others: identity.blockProtocol)
            : .chainsDiffer(location, theirs: theirs.network, others: identity.network)
    }

    private mutating func adopt(_ theirs: ChainIdentity) -> [Action] {
        identity = theirs
        isAdopted = true
        for index in sources.indices { sources[index].state = .unknown }
        return [.become(theirs)]
    }

    /// A call came to nothing.
    package mutating func failed(_ peer: NodeID, _ failure: DialFailure, at now: Nanoseconds) -> [Action] {
        guard let index = index(of: peer) else { return [] }
        sources[index].state = .failed
        switch failure {
        case .wrongNode(let answered):
            report(
                index, "is not there: the node at this address is \(answered)",
                "correct the id or the address in PERSISTENT_PEERS (a node prints its node_id when it starts)", at: now)
        case .other(let reason):
            report(
                index, "does not answer: \(reason)",
                "check that it runs, that the address is right and that its port is open", at: now)
        }
        return take(at: now)
    }

    /// A connection is down.
    package mutating func disconnected(_ peer: NodeID, reason: String, at now: Nanoseconds) -> [Action] {
        guard let index = index(of: peer) else { return [] }
        if transfer?.source == index { transfer = nil }
        sources[index].state = .failed
        report(index, "hung up: \(reason)", "see its log for the reason", at: now)
        return take(at: now)
    }

    /// A message that is valid by itself.
    package mutating func receive(_ message: GenesisMessage, from peer: NodeID, at now: Nanoseconds) -> [Action] {
        guard let index = index(of: peer) else { return [] }
        switch message {
        case .summary(let summary):
            guard case .introduced = sources[index].state else {
                return drop(index, "it told of a genesis twice", at: now)
            }
            if summary.byteCount > GenesisSummary.bytesMaximum {
                sources[index].state = .useless
                report(
                    index, "has a genesis of \(summary.byteCount) bytes, which is too long to come this way",
                    GenesisReports.otherWays, at: now)
            } else {
                sources[index].state = .told(summary)
                if answeredAt == nil { answeredAt = now }
            }
        case .chunkRequest: return drop(index, "it asked for a genesis that is not here", at: now)
        case .chunk(let chunk):
            if transfer?.source != index { return drop(index, "it sent a piece that nobody asked for", at: now) }
            return receive(chunk, index, at: now)
        }
        return take(at: now)
    }

    /// Time has passed: due every second.
    package mutating func tick(at now: Nanoseconds) -> [Action] {
        for index in sources.indices {
            guard case .introduced(let since) = sources[index].state,
                now.since(since) >= GenesisJoin.patience
            else { continue }
            sources[index].state = .useless
            report(index, "has no genesis itself yet", "start the chain's first node before the others", at: now)
        }
        if let transfer, now.since(transfer.progressAt) >= GenesisJoin.stall {
            return drop(transfer.source, "it gave no piece of the genesis for \(GenesisJoin.stall)", at: now)
        }
        return take(at: now)
    }

    // MARK: What follows

    private mutating func take(at now: Nanoseconds) -> [Action] {
        beginTransfer(at: now)
        if let transfer { ask(transfer) }
        defer { actions = [] }
        return actions
    }

    private mutating func beginTransfer(at now: Nanoseconds) {
        let told = sources.indices.compactMap { index -> (index: Int, summary: GenesisSummary)? in
            guard case .told(let summary) = sources[index].state else { return nil }
            return (index, summary)
        }
        guard let first = told.first else { return }
        if let other = told.first(where: { $0.summary.hash != first.summary.hash }) {
            actions.append(
                .fail(
                    .genesesDiffer(
                        sources[first.index].location, first.summary.hash, sources[other.index].location,
                        other.summary.hash)))
            return
        }
        if transfer != nil { return }
        let isComplete = sources.allSatisfy { source in
            switch source.state {
            case .unknown, .introduced: false
            case .failed, .told, .useless: true
            }
        }
        if !isComplete, now.since(answeredAt ?? now) < GenesisJoin.patience { return }
        transfer = Transfer(source: first.index, summary: first.summary, progressAt: now)
    }

    private mutating func ask(_ current: Transfer) {
        var current = current
        let id = sources[current.source].location.id
        while current.asked < current.summary.chunkCount, current.asked - current.received < GenesisJoin.askedMaximum {
            actions.append(.send(.chunkRequest(current.asked), to: id))
            current.asked += 1
        }
        transfer = current
    }

    private mutating func receive(_ chunk: GenesisChunk, _ index: Int, at now: Nanoseconds) -> [Action] {
        if transfer?.take(chunk, at: now) != true {
            return drop(index, "it sent another piece of the genesis than was asked for", at: now)
        }
        guard let transfer, transfer.received == transfer.summary.chunkCount else { return take(at: now) }
        let hash = SHA256.hash(transfer.bytes)
        if hash != transfer.summary.hash {
            return drop(index, "its genesis has the hash \(hash), not \(transfer.summary.hash) as it said", at: now)
        }
        return [.finish(transfer.summary, transfer.bytes, from: sources[index].location)]
    }

    /// Parts from a peer that broke a rule; it may come again.
    private mutating func drop(_ index: Int, _ reason: String, at now: Nanoseconds) -> [Action] {
        if transfer?.source == index { transfer = nil }
        sources[index].state = .failed
        report(index, "was dropped: \(reason)", "see what runs there", at: now)
        return [.disconnect(sources[index].location.id, reason: reason)] + take(at: now)
    }

    private func index(of peer: NodeID) -> Int? { sources.firstIndex { $0.location.id == peer } }

    private mutating func report(_ index: Int, _ problem: String, _ remedy: String, at now: Nanoseconds) {
        if !sources[index].reports.isDue(problem, at: now) { return }
        actions.append(
            .report("no genesis yet: peer \(sources[index].location) \(problem). It is called again; \(remedy)"))
    }
}
