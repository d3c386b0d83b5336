package import Chain
package import Cryptography
import NIOCore
import NIOPosix
package import PeerMessages
package import PeerProtocol
import Synchronization
import Wire

/// The node's peers, on sockets: it calls and is called, lets in whom the rules let in, and carries messages.
///
/// Everything it decides is decided by `PeerDirector` and `PeerConnection`. Messages go to `deliver`, in order for each peer,
/// from any of its threads; `deliver` must not wait.
package final class PeerNetwork: Sendable {
    /// Where peers reach this node; with the port that the system chose, if it was to choose.
    package let address: PeerListenAddress

    private let core: PeerNetworkCore
    private let loops: MultiThreadedEventLoopGroup
    private let dialer: PeerDialer
    /// nil when nobody is to call this node.
    private let listener: (any Channel)?

    /// Listens, unless the settings say otherwise, and begins to call.
    ///
    /// - Parameters:
    ///   - node: Its info must list the channels of the settings, and no others.
    ///   - now: The clock by which the engine lives.
    ///   - seed: Any number that other nodes do not have.
    package static func start(
        _ node: LocalNode, _ settings: PeerNetworkSettings, seed: UInt64, now: @escaping @Sendable () -> Instant,
        deliver: @escaping @Sendable ([NetworkEvent]) -> Void,
        notice: @escaping @Sendable (NetworkNotice) -> Void
    ) async throws(PeerNetworkError) -> PeerNetwork {
        let core = PeerNetworkCore(node, settings, seed: seed, now: now, deliver: deliver, notice: notice)
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: max(1, settings.eventLoops))
        do {
            let listener = settings.listens ? try await PeerListener(core, loops).listen() : nil
            return PeerNetwork(core, loops, listener)
        } catch {
            try? await loops.shutdownGracefully()  // gone with the process if it fails
            throw error
        }
    }

    private init(_ core: PeerNetworkCore, _ loops: MultiThreadedEventLoopGroup, _ listener: (any Channel)?) {
        self.core = core
        self.loops = loops
        self.listener = listener
        address = PeerListenAddress(
            host: core.settings.listenAddress.host,
            port: listener?.localAddress?.port ?? core.settings.listenAddress.port)
        let dialer = PeerDialer(core, loops)
        self.dialer = dialer
        if listener != nil { core.notice(.listening(address)) }
        core.onCallsChanged { dialer.reschedule() }
        dialer.reschedule()
    }

    /// Closes every connection and ends. What was handed to `send` and has not left is lost.
    package func stop() async {
        core.onCallsChanged(nil)
        dialer.stop()
        try? await listener?.close()  // closed already if it fails
        let promise = loops.next().makePromise(of: Void.self)
        let (handles, promises) = core.state.withLock { state in
            state.isStopping = true
            state.whenEmpty.append(promise)
            return (Array(state.handles.values), state.takePromisesIfEmpty())
        }
        for promise in promises { promise.succeed() }
        for handle in handles { handle.close(reason: "this node stops") }
        try? await promise.futureResult.get()  // it cannot fail
        try? await loops.shutdownGracefully()  // gone with the process if it fails
    }

    // MARK: For the engine

    /// Sends a message on its channel, behind those handed over before; a peer that is gone gets nothing. That it has left, or
    /// that the peer does not serve its channel, is told by `.sent`. It leaves with the next `flush`, or before.
    ///
    /// - Returns: The message's bytes; 0 when the peer is gone.
    @discardableResult
    package func send(_ message: PeerMessage, to peer: NodeID) -> Int {
        guard let handle = core.state.withLock({ $0.peers[peer] }) else { return 0 }
        let bytes = message.protobuf
        if handle.put(message, bytes) { core.called.withLock { $0.append(handle) } }
        return bytes.count
    }

    /// Lets go what was sent: all together, so that each event loop wakes up once and each peer gets it in one piece.
    ///
    /// - Parameter everything: Also what may wait (`PeerMessage.mayWait`) and has found nothing to go with.
    package func flush(everything: Bool) {
        var handles = core.called.withLock { called in
            defer { called = [] }
            return called
        }
        // The event loop of one that is closed may be gone.
        handles.removeAll { $0.isClosed }
        if everything { handles += core.state.withLock { Array($0.peers.values) }.filter { $0.claimWaiting() } }
        while let loop = handles.first?.eventLoop {
            let here = handles.filter { $0.eventLoop === loop }
            handles.removeAll { $0.eventLoop === loop }
            loop.execute { for handle in here { handle.callForOutbox() } }
        }
    }

    /// Ends the connection to a peer.
    ///
    /// - Parameter ban: How long the peer is kept out; nil when it may come again.
    package func disconnect(_ peer: NodeID, reason: String, ban: Nanoseconds? = nil) {
        let handle = core.state.withLock { state in
            if let ban { _ = state.director.ban(peer, for: ban, at: core.now()) }
            return state.peers[peer]
        }
        handle?.close(reason: reason)
    }

    /// A message is handled: as much may come again.
    package func handled(_ size: Int, from peer: NodeID) {
        core.state.withLock { $0.peers[peer] }?.noteHandled(size)
    }

    // MARK: For operators

    /// Calls a peer.
    ///
    /// - Parameter isPersistent: Whether it is called again whenever it is lost.
    package func dial(_ location: PeerLocation, isPersistent: Bool) throws(PeerRefusal) {
        let result = core.state.withLock { state in
            Result { () throws(PeerRefusal) in
                if isPersistent {
                    state.director.keep(location, at: core.now())
                } else {
                    try state.director.request(location, at: core.now())
                }
            }
        }
        try result.get()
        dialer.reschedule()
    }

    /// Takes these for the peers to be called for ever, and no others.
    package func keepOnly(_ locations: [PeerLocation]) {
        core.state.withLock { $0.director.keepOnly(locations, at: core.now()) }
        dialer.reschedule()
    }

    /// No limit keeps these peers out from now on.
    package func welcome(_ ids: Set<NodeID>) {
        core.state.withLock { $0.director.welcome(ids) }
    }

    /// What the exchange of addresses needs to know of peers.
    package var overview: PeerOverview { core.state.withLock { $0.director.overview } }

    /// Where the connection to a peer leads; nil when there is none.
    package func remoteAddress(of peer: NodeID) -> NetworkAddress? {
        guard let handle = core.state.withLock({ $0.peers[peer] }) else { return nil }
        return try? NetworkAddress(parsing: ByteString("\(peer)@\(handle.remoteAddress)"))
    }

    /// The peers that were let in, by the order of their names.
    package func peers() async -> [PeerInformation] {
        let handles = core.state.withLock { state in state.peers.sorted { $0.key < $1.key }.map(\.value) }
        var peers: [PeerInformation] = []
        for handle in handles {
            if let peer = await handle.status() { peers.append(peer) }
        }
        return peers
    }

    /// Where the connections of the peers that were let in lead, `host:port`, by the order of their names.
    package var remoteAddresses: [(id: NodeID, address: String)] {
        core.state.withLock { $0.peers }.sorted { $0.key < $1.key }.map { ($0.key, $0.value.remoteAddress) }
    }

    /// How many peers were let in.
    package var peerCount: Int { core.state.withLock { $0.peers.count } }
}
