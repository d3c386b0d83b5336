package import Chain
package import Cryptography
package import PeerMessages

/// Gives this node's checkpoints to peers: decides what is read for whom, and parts from peers that ask wrongly.
///
/// For a peer one piece is in memory at a time: it is read when the one before has left, so that a peer makes this node read no
/// faster than its connection sends. What is not there, any more or at all, is answered as missing, and nothing is read for it.
package struct SnapshotDesk: Sendable {
    /// What is to be done. Messages that leave are told by `sent`.
    package enum Action: Hashable, Sendable {
        /// See which checkpoints there are; `found` answers.
        case look(for: NodeID)
        /// Read a piece; `read` answers.
        case read(ChunkRequest, for: NodeID)
        case send(StateSyncMessage, to: NodeID)
        case disconnect(NodeID, reason: String)
    }

    /// Pieces that a peer may ask for before it has them. CometBFT's nodes ask for four at a time (`statesync.chunk_fetchers`), and
    /// again after ten seconds; our own asks for two.
    static let wantedMaximum = 16
    /// How often a peer may ask which there are, in `askingPeriod`: CometBFT's nodes ask when they are connected and when they begin
    /// to look, then once in `statesync.discovery_time`, which is five seconds or more.
    static let askedMaximum = 4
    static let askingPeriod = Nanoseconds.seconds(5)
    /// How often a peer may have all of it by one connection: once, and once more if it came to harm; and pieces that it may ask
    /// for in vain besides.
    static let givenMaximum: UInt64 = 2
    static let vainMaximum: UInt64 = 64

    private struct Reader: Sendable {
        var wanted: [ChunkRequest] = []
        /// Whether a piece is being read, or on its way.
        var isServed = false
        /// Whether the list is being looked for, and how many of its messages are on their way.
        var isListing = false
        var listsSending = 0
        var asked = 0
        var askedSince: Nanoseconds?
        var given: UInt64 = 0
        /// The most pieces that it was offered.
        var offered: UInt64 = 0
    }

    private var readers: [NodeID: Reader] = [:]

    package init() {}

    /// A connection is up.
    package mutating func connected(_ peer: NodeID, channels: [ChannelID]) {
        if channels.contains(.snapshot) || channels.contains(.chunk) { readers[peer] = Reader() }
    }

    /// A connection is down.
    package mutating func disconnected(_ peer: NodeID) {
        readers[peer] = nil
    }

    /// A message that is valid by itself.
    package mutating func receive(_ message: StateSyncMessage, from peer: NodeID, at now: Nanoseconds) -> [Action] {
        guard var reader = readers[peer] else { return [] }
        switch message {
        case .snapshotsRequest:
            if now.since(reader.askedSince ?? now) >= SnapshotDesk.askingPeriod { reader.asked = 0 }
            if reader.asked == 0 { reader.askedSince = now }
            reader.asked += 1
            if reader.asked > SnapshotDesk.askedMaximum {
                return part(
                    from: peer,
                    "it asked for snapshots more than \(SnapshotDesk.askedMaximum) times in \(SnapshotDesk.askingPeriod)"
                )
            }
            // Who asks again before it has the answer gets that one.
            let isNew = !reader.isListing && reader.listsSending == 0
            if isNew { reader.isListing = true }
            readers[peer] = reader
            return isNew ? [.look(for: peer)] : []
        case .chunkRequest(let request):
            if reader.wanted.count >= SnapshotDesk.wantedMaximum {
                return part(from: peer, "it asked for more than \(SnapshotDesk.wantedMaximum) pieces at once")
            }
            if reader.given >= SnapshotDesk.givenMaximum * reader.offered + SnapshotDesk.vainMaximum {
                return part(
                    from: peer, "it asked for all pieces of snapshots more than \(SnapshotDesk.givenMaximum) times")
            }
            reader.given += 1
            reader.wanted.append(request)
            readers[peer] = reader
            return next(for: peer)
        case .snapshotsResponse, .chunkResponse:
            return part(from: peer, "it sent of a snapshot what nobody asked for")
        }
    }

    /// Which checkpoints there are.
    ///
    /// - Parameter offers: The highest first.
    package mutating func found(_ offers: [SnapshotOffer], for peer: NodeID) -> [Action] {
        guard var reader = readers[peer], reader.isListing else { return [] }
        let offers = offers.prefix(SnapshotFormat.offersMaximum)
        reader.isListing = false
        reader.listsSending = offers.count
        reader.offered = max(reader.offered, offers.reduce(0) { $0 + UInt64($1.chunks) })
        readers[peer] = reader
        return offers.map { .send(.snapshotsResponse($0.message), to: peer) }
    }

    /// What was read.
    ///
    /// - Parameter piece: nil when it is not there.
    package mutating func read(_ request: ChunkRequest, _ piece: [UInt8]?, for peer: NodeID) -> [Action] {
        guard readers[peer]?.isServed == true else { return [] }
        let response = ChunkResponse(
            height: request.height, format: request.format, index: request.index, chunk: piece,
            isMissing: piece == nil)
        return [.send(.chunkResponse(response), to: peer)]
    }

    /// So many messages have left.
    package mutating func sent(_ count: Int, on channel: ChannelID, to peer: NodeID) -> [Action] {
        guard var reader = readers[peer] else { return [] }
        if channel == .snapshot {
            reader.listsSending = max(0, reader.listsSending - count)
            readers[peer] = reader
            return []
        }
        reader.isServed = false
        readers[peer] = reader
        return next(for: peer)
    }

    private mutating func next(for peer: NodeID) -> [Action] {
        guard var reader = readers[peer], !reader.isServed, let request = reader.wanted.first else { return [] }
        reader.wanted.removeFirst()
        reader.isServed = true
        readers[peer] = reader
        return [.read(request, for: peer)]
    }

    private mutating func part(from peer: NodeID, _ reason: String) -> [Action] {
        readers[peer] = nil
        return [.disconnect(peer, reason: reason)]
    }
}
