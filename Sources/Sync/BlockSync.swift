package import Chain
package import Cryptography
package import PeerMessages

/// Catching up by block sync: which blocks to ask whom for, what to believe, and when it is done.
///
/// A block is believed when a quorum of its height's validators signed it; the signatures are the last commit of the block
/// after it. Signatures of many heights are examined at once, with the validators that the block's header names if they are
/// those we know; a proof counts only if those validators turn out to be the height's. Blocks are handed on one by one, in
/// order.
///
/// Deviation: CometBFT drops both peers when two blocks do not fit. Here the commit is judged by itself, and only the peer
/// that gave the false block is dropped.
package struct BlockSync: Sendable {
    /// Where the chain stands.
    var point: SyncPoint
    /// The validators' hashes, of the next block and of the one after it.
    var validatorHashes: (next: Hash, afterNext: Hash)
    /// In the order of their names, so that nothing depends on who came first.
    var peers: [SyncPeer] = []
    /// Who lied, and until when it is passed over.
    var banned: [NodeID: Nanoseconds] = [:]
    /// Blocks asked for and not yet executed.
    private(set) var window: Int
    /// The heights from the next one on.
    var slots: [BlockSlot] = []
    /// Bytes of the blocks that are here.
    var heldBytes = 0
    /// How large a block on its way may be.
    var expectedBytes: Int
    /// The commit that proved the block executed last.
    var lastProof: Commit?
    /// Whether a block is being executed.
    var isApplying = false
    var lastExamination: UInt64 = 0
    /// When it all began, when a block was last executed, and when peers were last asked for their heights.
    let startedAt: Nanoseconds
    var progressAt: Nanoseconds
    var statusAt: Nanoseconds
    /// Whether a block was executed since then.
    var hasAdvanced = false
    /// Since when nobody who ever gave a block is ahead of us.
    var leadingSince: Nanoseconds?
    var actions: [SyncAction] = []

    /// - Parameters:
    ///   - point: Where the chain stands.
    ///   - now: The monotonic time, as everywhere here.
    ///   - window: Blocks asked for and not yet executed; at least two, as one proves the other.
    package init(from point: SyncPoint, at now: Nanoseconds, window: Int = SyncLimits.window) {
        self.window = window
        self.point = point
        validatorHashes = (point.validators.hash, point.nextValidators.hash)
        expectedBytes = Int(clamping: min(point.blockBytesMaximum, Int64(SyncLimits.windowBytes)))
        startedAt = now
        progressAt = now
        statusAt = now
    }

    /// The height of the next block to execute.
    package var next: Height { point.next }

    /// The highest block that a peer has, by what it says; 0 when nobody is known to have one.
    package func highest(at now: Nanoseconds) -> Height {
        peers.lazy.filter { $0.isUsable(at: now) }.map(\.height).max() ?? 0
    }

    // MARK: What happened

    /// A connection is up.
    ///
    /// - Parameter owing: How many answers to somebody before us may still come, by height: `blocksOwed(by:)` of then.
    package mutating func peerConnected(
        _ id: NodeID, owing: [Height: Int] = [:], at now: Nanoseconds
    ) -> [SyncAction] {
        if index(of: id) != nil { return [] }
        var peer = SyncPeer(id: id, late: owing)
        if let until = banned[id] { peer.restUntil(until) }
        peer.owesStatus = true
        peers.insert(peer, at: peers.firstIndex { !($0.id < id) } ?? peers.count)
        emit(.requestStatus(from: id))
        return take(at: now)
    }

    /// A connection is down.
    package mutating func peerDisconnected(_ id: NodeID, at now: Nanoseconds) -> [SyncAction] {
        remove(id)
        return take(at: now)
    }

    /// A message of a peer; what is only asked of us is none of this machine's concern.
    package mutating func receive(
        _ message: BlockSyncMessage, from id: NodeID, at now: Nanoseconds
    ) -> [SyncAction] {
        guard let index = index(of: id) else { return [] }
        switch message {
        case .statusResponse(let status): receive(status, index, at: now)
        case .blockResponse(let response): receive(response, index, at: now)
        case .noBlockResponse(let height): receiveRefusal(of: height, index, at: now)
        case .blockRequest, .statusRequest: break
        }
        return take(at: now)
    }

    /// Answers `.examine`.
    package mutating func examined(_ finding: CommitFinding, at now: Nanoseconds) -> [SyncAction] {
        note(finding, at: now)
        return take(at: now)
    }

    /// Answers `.apply`: the block was executed, and the chain stands here.
    package mutating func advance(to point: SyncPoint, at now: Nanoseconds) -> [SyncAction] {
        passNext(at: now)
        self.point = point
        validatorHashes = (point.validators.hash, point.nextValidators.hash)
        isApplying = false
        hasAdvanced = true
        progressAt = now
        return take(at: now)
    }

    /// Asks for as many blocks as there may be.
    package mutating func widen(at now: Nanoseconds) -> [SyncAction] {
        window = SyncLimits.window
        return take(at: now)
    }

    /// Time has passed: due every `SyncLimits.tick`.
    package mutating func tick(at now: Nanoseconds) -> [SyncAction] {
        seeToPeers(at: now)
        if now.rawValue - statusAt.rawValue >= SyncLimits.statusInterval.rawValue { askForStatus(at: now) }
        return take(at: now)
    }

    /// How many answers of a peer may still come, by height, when nobody needs them any more.
    package func blocksOwed(by id: NodeID) -> [Height: Int] { index(of: id).map { peers[$0].owed } ?? [:] }

    // MARK: What follows

    /// Does what is possible now.
    private mutating func take(at now: Nanoseconds) -> [SyncAction] {
        examine()
        applyNext(at: now)
        hedge(at: now)
        schedule(at: now)
        noteLead(at: now)
        if !isApplying && isFinished(at: now) { emit(.finish) }
        let result = actions
        actions = []
        return result
    }

    mutating func emit(_ action: SyncAction) {
        actions.append(action)
    }

    func index(of id: NodeID) -> Int? { peers.firstIndex { $0.id == id } }

    /// The place of a height among the slots; nil when it is not among them.
    func slotIndex(of height: Height) -> Int? {
        guard height >= point.next else { return nil }
        let distance = height.rawValue - point.next.rawValue
        return distance < Int64(slots.count) ? Int(distance) : nil
    }

    func height(ofSlot index: Int) -> Height { Height(point.next.rawValue + Int64(index)) }

    /// Takes a peer out: what it owes is asked of others.
    mutating func remove(_ id: NodeID) {
        peers.removeAll { $0.id == id }
        for index in slots.indices { slots[index].asked.removeAll { $0 == id } }
    }
}
