package import Chain
package import Cryptography
package import PeerMessages

/// Fetches a checkpoint from peers: which one, which piece of whom, and who was false.
///
/// The outline comes first, from one peer; it has the hash that was offered, or that peer was false. Then somebody says whether its
/// block can be trusted. Then come the pieces, of all peers that offer the same, each verified by itself when it comes. Of what
/// is on its way or waits to be written there are `SnapshotFetchSettings.fetchers` pieces at most.
package struct SnapshotFetch: Sendable {
    /// What is to be done.
    package enum Action: Sendable {
        case send(StateSyncMessage, to: NodeID)
        case disconnect(NodeID, reason: String)
        /// A line for the operator.
        case report(String)
        /// Say whether the block of this checkpoint is the chain's; `judged` answers.
        case judge(CheckpointOutline)
        /// Make room for it, and see which pieces are there from before; `opened` answers.
        case open(CheckpointOutline)
        /// Write a piece, a chunk as the file has it; `written` answers. Pieces count from 0.
        case write(Int, chunk: [UInt8])
        /// Verify all of it and put it in its place; `completed` or `refused` answers.
        case complete(CheckpointOutline)
        /// Remove what was written.
        case discard
        /// Nothing comes of it, for this reason. What was written is left for another attempt, unless it was discarded.
        case fail(String)
    }

    enum Phase: Sendable {
        case choosing
        /// The outline is fetched.
        case outline(SnapshotOffer)
        case judging(SnapshotOffer, CheckpointOutline)
        case opening(SnapshotOffer, CheckpointOutline)
        case pieces(Transfer)
        case completing(SnapshotOffer, CheckpointOutline)
        case over
    }

    /// Pieces on their way.
    struct Transfer: Sendable {
        let offer: SnapshotOffer
        let outline: CheckpointOutline
        /// Pieces of which nobody is asked, the lowest last.
        var missing: [UInt32]
        /// Pieces that are being written.
        var writing: Set<UInt32> = []
        var done: Int
    }

    /// A peer that gives nothing so often is not waited for any more.
    static let delaysMaximum = 3
    /// Pieces that one peer is asked for at a time: one leaves while the next is read.
    static let askedMaximum = 2
    /// How long peers that answered may take to tell all that they have, and others to answer.
    static let settling = Nanoseconds.seconds(1)
    /// The time between two questions for checkpoints (CometBFT's shortest `statesync.discovery_time`).
    static let askingPeriod = Nanoseconds.seconds(5)

    var wanted: SnapshotWanted
    let settings: SnapshotFetchSettings
    var sources: [Source]
    var phase = Phase.choosing
    /// Checkpoints that are not the chain's, or whose trust could not be found, and why.
    var rejected: [SnapshotOffer: String] = [:]
    var isAnyFalse = false
    /// When this began, or the last checkpoint was given up.
    var began: Nanoseconds
    /// How often a checkpoint was chosen.
    var choice = 0
    var heardAt: Nanoseconds
    var firstOfferAt: Nanoseconds?
    var askedAt: Nanoseconds
    var actions: [Action] = []

    /// - Parameter peers: Whom to ask; not empty.
    package init(
        peers: [PeerLocation], wanted: SnapshotWanted, settings: SnapshotFetchSettings, at now: Nanoseconds
    ) {
        var sources: [Source] = []
        for location in peers where !sources.contains(where: { $0.location.id == location.id }) {
            sources.append(Source(location: location))
        }
        self.sources = sources
        self.wanted = wanted
        self.settings = settings
        began = now
        heardAt = now
        askedAt = now
    }

    /// Pieces that are there, of how many, and the checkpoint's height; nil while none is fetched.
    package var progress: (done: Int, total: Int, height: UInt64)? {
        guard case .pieces(let transfer) = phase else { return nil }
        return (transfer.done, transfer.outline.pieces.count, transfer.offer.height)
    }

    // MARK: What happened

    package mutating func connected(_ peer: NodeID, channels: [ChannelID], at now: Nanoseconds) -> [Action] {
        guard let index = index(of: peer) else { return [.disconnect(peer, reason: "it was not called")] }
        if case .dropped(let reason) = sources[index].state { return [.disconnect(peer, reason: reason)] }
        heardAt = now
        sources[index].offers = []
        sources[index].asked = []
        sources[index].delays = 0
        if !channels.contains(.snapshot) || !channels.contains(.chunk) {
            drop(index, "gives no checkpoints", hangsUp: true)
            return take(at: now)
        }
        sources[index].state = .connected(since: now)
        ask(index)
        return take(at: now)
    }

    package mutating func disconnected(_ peer: NodeID, reason: String, at now: Nanoseconds) -> [Action] {
        guard let index = index(of: peer), sources[index].isConnected else { return [] }
        sources[index].state = .failed("hung up: \(reason)")
        sources[index].asked = []
        release(index)
        report(index, "hung up: \(reason)")
        return take(at: now)
    }

    /// A call was not answered.
    package mutating func failed(_ peer: NodeID, _ reason: String, at now: Nanoseconds) -> [Action] {
        guard let index = index(of: peer), !sources[index].isConnected, !sources[index].isDropped else { return [] }
        sources[index].state = .failed(reason)
        report(index, "does not answer: \(reason)")
        return take(at: now)
    }

    /// A message that is valid by itself.
    package mutating func receive(_ message: StateSyncMessage, from peer: NodeID, at now: Nanoseconds) -> [Action] {
        guard let index = index(of: peer), sources[index].isConnected else { return [] }
        switch message {
        case .snapshotsRequest: break  // a node of CometBFT's asks everyone; there is nothing to give
        case .chunkRequest: accuse(index, "asked for a piece of a snapshot that it was not offered")
        case .snapshotsResponse(let response):
            heardAt = now
            note(response, index, at: now)
        case .chunkResponse(let response):
            guard let isCurrent = isAnswer(response, index) else {
                accuse(index, "sent a piece that nobody asked it for")
                break
            }
            sources[index].progressAt = now
            sources[index].delays = 0
            if isCurrent { take(response, response.index, index) }
        }
        return take(at: now)
    }

    /// Whether the block of the outline is the chain's.
    package mutating func judged(_ verdict: SnapshotVerdict, at now: Nanoseconds) -> [Action] {
        guard case .judging(let offer, let outline) = phase else { return [] }
        switch verdict {
        case .trusted:
            phase = .opening(offer, outline)
            wanted.begun = offer.hash
            actions.append(.open(outline))
        case .false(let reason): accuseAll(of: offer, "offers a checkpoint that is not the chain's: \(reason)")
        case .unknown(let reason):
            rejected[offer] = reason
            actions.append(.report("the checkpoint of height \(offer.height) cannot be verified: \(reason)"))
            phase = .choosing
        }
        return take(at: now)
    }

    /// There is room for the checkpoint.
    ///
    /// - Parameter pieces: Those that are there already, verified.
    package mutating func opened(having pieces: Set<Int>, at now: Nanoseconds) -> [Action] {
        guard case .opening(let offer, let outline) = phase else { return [] }
        let missing = outline.pieces.indices.filter { !pieces.contains($0) }.map { UInt32(clamping: $0 + 1) }
        phase = .pieces(
            Transfer(
                offer: offer, outline: outline, missing: missing.reversed(),
                done: outline.pieces.count - missing.count))
        for index in sources.indices { sources[index].progressAt = now }
        return take(at: now)
    }

    /// A piece is written.
    package mutating func written(_ piece: Int, at now: Nanoseconds) -> [Action] {
        guard case .pieces(var transfer) = phase, transfer.writing.remove(UInt32(clamping: piece + 1)) != nil else {
            return []
        }
        transfer.done += 1
        phase = .pieces(transfer)
        return take(at: now)
    }

    /// The checkpoint is whole and in its place.
    package mutating func completed() {
        phase = .over
    }

    /// All pieces are what was offered, and together they are no checkpoint of the chain.
    package mutating func refused(_ reason: String, at now: Nanoseconds) -> [Action] {
        guard case .completing(let offer, _) = phase else { return [] }
        accuseAll(of: offer, "offers a checkpoint that is none: \(reason)")
        return take(at: now)
    }

    /// Time has passed: due every second.
    package mutating func tick(at now: Nanoseconds) -> [Action] {
        for index in sources.indices where sources[index].isConnected {
            let waits = now.since(sources[index].progressAt)
            if sources[index].awaited.isEmpty || waits < settings.chunkTimeout { continue }
            sources[index].delays += 1
            sources[index].progressAt = now
            if sources[index].delays >= SnapshotFetch.delaysMaximum {
                drop(index, "gave no piece for \(settings.chunkTimeout), \(sources[index].delays) times", hangsUp: true)
            } else {
                report(index, "gave no piece for \(settings.chunkTimeout): others are asked")
                release(index)
            }
        }
        if case .choosing = phase, now.since(askedAt) >= SnapshotFetch.askingPeriod {
            askedAt = now
            for index in sources.indices where sources[index].isConnected { ask(index) }
        }
        return take(at: now)
    }

    // MARK: What follows

    mutating func take(at now: Nanoseconds) -> [Action] {
        pump(at: now)
        if case .choosing = phase { choose(at: now) }
        defer { actions = [] }
        return actions
    }

    func index(of peer: NodeID) -> Int? { sources.firstIndex { $0.location.id == peer } }

    /// A peer was false: it is named, and not asked again.
    mutating func accuse(_ index: Int, _ problem: String) {
        isAnyFalse = true
        drop(index, problem, hangsUp: true)
    }

    mutating func drop(_ index: Int, _ problem: String, hangsUp: Bool) {
        sources[index].state = .dropped(problem)
        sources[index].offers = []
        release(index)
        report(index, problem + "; it is not asked again")
        if hangsUp { actions.append(.disconnect(sources[index].location.id, reason: "it " + problem)) }
    }

    /// A checkpoint is false: so is everyone who offers it.
    mutating func accuseAll(of offer: SnapshotOffer, _ problem: String) {
        rejected[offer] = problem
        phase = .choosing
        actions.append(.discard)
        for index in sources.indices where sources[index].offers.contains(offer) { accuse(index, problem) }
        for index in sources.indices { sources[index].awaited = [] }
    }

    mutating func report(_ index: Int, _ problem: String) {
        if sources[index].reported == problem { return }
        sources[index].reported = problem
        actions.append(.report("peer \(sources[index].location) \(problem)"))
    }
}
