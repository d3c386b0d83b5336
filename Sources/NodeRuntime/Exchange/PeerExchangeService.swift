import Chain
import Cryptography
import Logging
import P2P
import PeerMessages
import PeerProtocol
import Synchronization

/// `PeerExchange` between the network and the clock: it takes what is said on its channel, and keeps the book in its file.
final class PeerExchangeService: Sendable {
    private struct State {
        var exchange: PeerExchange
        var network: PeerNetwork?
        /// What of the connections came before there was a network to ask.
        var early: [NetworkEvent] = []
        /// How often each peer was found to be good.
        var merits: [NodeID: Int] = [:]
    }

    /// How often the clock is looked at.
    private static let tick = Duration.seconds(1)
    /// How often a changed book is written: CometBFT `dumpAddressInterval`.
    private static let ticksBetweenWrites = 120
    /// Votes and parts that make a good peer: CometBFT `votesToContributeToBecomeGoodPeer`.
    private static let merit = 10_000
    /// How often peers are looked at for them.
    private static let ticksBetweenLooks = 30

    private let file: AddressBookFile
    private let log: Logger
    private let state: Mutex<State>
    private let ticking: Mutex<Task<Void, Never>?> = Mutex(nil)

    init(
        _ parameters: PeerExchangeParameters, own: NodeID, hasPeers: Bool, log: Logger
    ) throws {
        let file = AddressBookFile(path: parameters.path)
        self.file = file
        self.log = log
        let (book, warning) = try file.read(parameters, own: own)
        if let warning { log.warning("\(warning)") }
        let exchange = PeerExchange(
            parameters.settings, book: book, hasPeers: hasPeers, seed: UInt64.random(in: .min ... .max),
            at: SystemClock().now())
        state = Mutex(State(exchange: exchange))
    }

    /// Begins to look for peers.
    ///
    /// - Parameter merits: How many votes and parts each peer has given; it may wait for the engine.
    func connect(_ network: PeerNetwork, merits: @escaping @Sendable () -> [(peer: NodeID, count: Int)]) {
        let early = state.withLock { state in
            state.network = network
            defer { state.early = [] }
            return state.early
        }
        _ = take(early)
        let task = Task { [weak self] in
            var ticks = 0
            while (try? await Task.sleep(for: PeerExchangeService.tick)) != nil, let self {
                ticks += 1
                run { exchange, overview, now in exchange.tick(overview, at: now) }
                if ticks.isMultiple(of: PeerExchangeService.ticksBetweenLooks) { noteMerits(merits()) }
                if ticks.isMultiple(of: PeerExchangeService.ticksBetweenWrites) { write() }
            }
        }
        ticking.withLock { $0 = task }
    }

    /// Ends, and keeps what is known.
    func stop() {
        ticking.withLock { $0 }?.cancel()
        write()
    }

    // MARK: What happened

    /// Takes what concerns it.
    ///
    /// - Returns: What is for others.
    func take(_ events: [NetworkEvent]) -> [NetworkEvent] {
        events.filter { event in
            let isForOthers: Bool
            switch event {
            case .connected, .disconnected: isForOthers = true
            case .message(.peerExchange, _, _), .sent(_, .peerExchange, _), .invalid(_, .peerExchange):
                isForOthers = false
            case .message, .sent, .invalid: return true
            }
            let network = state.withLock { state in
                if state.network == nil { state.early.append(event) }
                return state.network
            }
            if let network { handle(event, network) }
            return isForOthers
        }
    }

    private func handle(_ event: NetworkEvent, _ network: PeerNetwork) {
        switch event {
        case .connected(let peer, let info, let isOutbound):
            let remote = network.remoteAddress(of: peer)
            run { exchange, _, now in
                exchange.connected(peer, info, isOutbound: isOutbound, remote: remote, at: now)
            }
        case .disconnected(let peer, _):
            state.withLock { state in
                state.exchange.disconnected(peer)
                state.merits[peer] = nil
            }
        case .message(.peerExchange(let message), let peer, let size):
            network.handled(size, from: peer)
            run { exchange, overview, now in exchange.receive(message, from: peer, overview, at: now) }
        case .sent(let peer, .peerExchange, let count):
            run { exchange, _, _ in exchange.sent(count, to: peer) }
        case .invalid(let peer, .peerExchange):
            run { exchange, _, now in exchange.misunderstood(peer, at: now) }
        case .message, .sent, .invalid: return
        }
    }

    func take(_ notice: NetworkNotice) {
        guard case .dialFailed(let location, let failure) = notice else { return }
        run { exchange, overview, now in exchange.failed(location.id, failure, overview, at: now) }
    }

    /// Nobody is told of these peers from now on.
    func keepPrivate(_ ids: Set<NodeID>) {
        state.withLock { $0.exchange.keepPrivate(ids) }
    }

    private func noteMerits(_ merits: [(peer: NodeID, count: Int)]) {
        let now = SystemClock().now()
        state.withLock { state in
            for (peer, count) in merits where count / PeerExchangeService.merit > state.merits[peer, default: 0] {
                state.merits[peer] = count / PeerExchangeService.merit
                state.exchange.noteGood(peer, at: now)
            }
        }
    }

    // MARK: What follows

    private func run(_ body: (inout PeerExchange, PeerOverview, Instant) -> [PeerExchange.Action]) {
        guard let network = state.withLock({ $0.network }) else { return }
        let overview = network.overview
        let actions = state.withLock { body(&$0.exchange, overview, SystemClock().now()) }
        for action in actions {
            switch action {
            case .send(let message, let peer): network.send(.peerExchange(message), to: peer)
            case .disconnect(let peer, let reason, let ban): network.disconnect(peer, reason: reason, ban: ban)
            case .dial(let location):
                // One that is met or refused meanwhile is not dialled.
                try? network.dial(location, isPersistent: false)
            }
        }
        if !actions.isEmpty { network.flush(everything: false) }
    }

    private func write() {
        let book = state.withLock { state in state.exchange.takeChangedBook() }
        guard let book else { return }
        do {
            try file.write(book)
        } catch {
            log.error("the address book is not kept", metadata: ["error": "\(error)"])
        }
    }
}
