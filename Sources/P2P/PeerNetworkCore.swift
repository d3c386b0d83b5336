import Chain
import Cryptography
import NIOCore
import PeerMessages
import PeerProtocol
import Synchronization
import Wire

/// What the connections share: the director behind a lock, the handles of connections, and the way to the engine.
final class PeerNetworkCore: Sendable {
    struct State {
        var director: PeerDirector
        var handles: [ConnectionID: PeerHandle] = [:]
        var peers: [NodeID: PeerHandle] = [:]
        var isStopping = false
        var whenEmpty: [EventLoopPromise<Void>] = []
    }

    let node: LocalNode
    let settings: PeerNetworkSettings
    let now: @Sendable () -> Instant
    let deliver: @Sendable ([NetworkEvent]) -> Void
    let notice: @Sendable (NetworkNotice) -> Void
    private let intake: MessageIntake
    let state: Mutex<State>
    /// Connections whose event loops are to be told that messages wait.
    let called: Mutex<[PeerHandle]> = Mutex([])
    private let refusals = Mutex(RefusalBudget())
    /// Called when calls may be due earlier than before.
    private let callsChanged: Mutex<(@Sendable () -> Void)?> = Mutex(nil)

    init(
        _ node: LocalNode, _ settings: PeerNetworkSettings, seed: UInt64, now: @escaping @Sendable () -> Instant,
        deliver: @escaping @Sendable ([NetworkEvent]) -> Void, notice: @escaping @Sendable (NetworkNotice) -> Void
    ) {
        self.node = node
        self.settings = settings
        self.now = now
        self.deliver = deliver
        self.notice = notice
        intake = MessageIntake(settings.limits)
        state = Mutex(
            State(director: PeerDirector(own: node.id, settings.director, seed: seed, at: now())))
    }

    func onCallsChanged(_ body: (@Sendable () -> Void)?) {
        callsChanged.withLock { $0 = body }
    }

    func noteCallsChanged() {
        callsChanged.withLock { $0 }?()
    }

    // MARK: From handlers

    /// Somebody calls.
    func accepted(_ channel: any Channel) throws(PeerRefusal) -> PeerHandle {
        guard let ip = IPAddress(channel.remoteAddress) else { throw .unknown }
        let result = state.withLock { state in
            Result { () throws(PeerRefusal) -> (PeerHandle, evicted: PeerHandle?) in
                if state.isStopping { throw .unknown }
                let admission = try state.director.accepted(from: ip)
                let handle = PeerHandle(admission.connection, isOutbound: false, channel)
                state.handles[handle.id] = handle
                return (handle, admission.evicted.flatMap { state.handles[$0] })
            }
        }
        let (handle, evicted) = try result.get()
        evicted?.close(reason: PeerRefusal.evicted.description)
        return handle
    }

    /// The first bytes of a caller are here.
    func spoke(_ id: ConnectionID) {
        state.withLock { $0.director.spoke(id) }
    }

    /// A call is answered.
    func reached(_ id: ConnectionID, _ address: SocketAddress?) throws(PeerRefusal) {
        guard let ip = IPAddress(address) else { throw .unknown }
        let result = state.withLock { state in
            Result { () throws(PeerRefusal) in try state.director.reached(id, ip) }
        }
        try result.get()
    }

    func introduced(_ handle: PeerHandle, as id: NodeID, _ info: NodeInfo) throws(PeerRefusal) {
        let result = state.withLock { state in
            Result { () throws(PeerRefusal) in
                if state.isStopping { throw .unknown }
                try state.director.introduced(handle.id, as: id, at: now())
                state.peers[id] = handle
            }
        }
        try result.get()
        deliver([.connected(id, info, isOutbound: handle.isOutbound)])
    }

    func read(
        _ message: ReceivedMessage, blocks expectation: BlockResponseFilter.Expectation
    ) throws(PeerConnectionError) -> PeerMessage {
        do {
            return try intake.read(message, blocks: expectation)
        } catch {
            throw .connection(error)
        }
    }

    func isOurselves(_ id: ConnectionID) {
        state.withLock { $0.director.forget(id) }
    }

    /// A connection is closed; `peer` was let in.
    func closed(_ handle: PeerHandle, _ peer: NodeID?, dialed: PeerLocation?, origin: String, _ failure: DialFailure) {
        if let peer {
            // Before another connection to the peer can be let in.
            deliver([.disconnected(peer, reason: failure.description)])
        } else if let dialed {
            notice(.dialFailed(dialed, failure))
        } else {
            noteRefused(origin, failure.description)
        }
        forget(handle.id)
    }

    /// A caller was not let in.
    func noteRefused(_ origin: String, _ reason: String) {
        guard let untold = refusals.withLock({ $0.take(at: now()) }) else { return }
        notice(.refused(origin, reason: untold == 0 ? reason : "\(reason); \(untold) others before it, too"))
    }

    /// Nothing comes of a connection any more.
    func forget(_ id: ConnectionID) {
        let promises = state.withLock { state in
            if let peer = state.director.closed(id, at: now()) { state.peers[peer] = nil }
            state.handles[id] = nil
            return state.takePromisesIfEmpty()
        }
        for promise in promises { promise.succeed() }
        noteCallsChanged()
    }
}

extension PeerNetworkCore.State {
    mutating func takePromisesIfEmpty() -> [EventLoopPromise<Void>] {
        // A call that is being made has no handle yet.
        if !director.isIdle { return [] }
        defer { whenEmpty = [] }
        return whenEmpty
    }
}

extension IPAddress {
    /// The address at the other end of a socket.
    init?(_ address: SocketAddress?) {
        guard let text = address?.ipAddress else { return nil }
        self.init(parsing: ByteString(text))
    }
}
