import Chain
import Cryptography
import P2P
import PeerMessages
import PeerProtocol
import Synchronization
import Testing
import Wire

/// The events of a network, which can be waited for.
final class EventLog: Sendable {
    private struct State {
        var events: [NetworkEvent] = []
        var notices: [String] = []
        var waiting:
            [(isMet: @Sendable ([NetworkEvent], [String]) -> Bool, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state = Mutex(State())

    func add(_ events: [NetworkEvent]) {
        change { $0.events += events }
    }

    func add(_ notice: NetworkNotice) {
        change { $0.notices.append(notice.description) }
    }

    private func change(_ body: (inout State) -> Void) {
        let met = state.withLock { state in
            body(&state)
            let (events, notices) = (state.events, state.notices)
            let met = state.waiting.filter { $0.isMet(events, notices) }.map(\.continuation)
            state.waiting.removeAll { $0.isMet(events, notices) }
            return met
        }
        for continuation in met { continuation.resume() }
    }

    /// Waits until events and notices are such, or the test's time is over.
    func wait(_ isMet: @escaping @Sendable ([NetworkEvent], [String]) -> Bool) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isNow = state.withLock { state in
                    if Task.isCancelled || isMet(state.events, state.notices) { return true }
                    state.waiting.append((isMet, continuation))
                    return false
                }
                if isNow { continuation.resume() }
            }
        } onCancel: {
            let waiting = state.withLock { state in
                defer { state.waiting = [] }
                return state.waiting
            }
            for one in waiting { one.continuation.resume() }
        }
    }

    var events: [NetworkEvent] { state.withLock { $0.events } }

    /// The messages that came, in order.
    var messages: [PeerMessage] {
        events.compactMap { if case .message(let message, _, _) = $0 { message } else { nil } }
    }

    /// How many events are such.
    static func count(_ events: [NetworkEvent], _ isSuch: (NetworkEvent) -> Bool) -> Int { events.count(where: isSuch) }
}

extension NetworkEvent {
    var isConnected: Bool { if case .connected = self { true } else { false } }
    var isDisconnected: Bool { if case .disconnected = self { true } else { false } }
    var isMessage: Bool { if case .message = self { true } else { false } }
}

/// A network on loopback, with a clock of its own.
struct TestNetwork: Sendable {
    let network: PeerNetwork
    let log: EventLog
    let id: NodeID

    /// - Parameters:
    ///   - handles: Whether messages are handled as soon as they come.
    static func start(
        _ number: UInt8, chain: ByteString = "chain", persistent: [PeerLocation] = [], inbound: Int = 40,
        duplicateIP: Bool = true, handles: Bool = true,
        congestionControl: ByteString? = nil
    ) async throws -> TestNetwork {
        let key = try #require(Ed25519PrivateKey(seed: [UInt8](repeating: number, count: 32)))
        let channels: [ChannelID] = [.consensusState, .consensusData, .consensusVote, .consensusVoteSetBits, .mempool]
        let node = LocalNode(
            key: key, chainID: chain, faultModel: .byzantine, applicationVersion: 1,
            listenAddress: "tcp://127.0.0.1:26656", version: "0.38.25", channels: channels, moniker: "test",
            other: NodeInfoOther(transactionIndex: "on", rpcAddress: ""))
        let settings = PeerNetworkSettings(
            listenAddress: try PeerListenAddress("tcp://127.0.0.1:0"),
            connections: ConnectionSettings(
                channels: ChannelDescription.standard(transactionBytesMaximum: 1 << 20).filter {
                    channels.contains($0.id)
                }, sendRate: 0, receiveRate: 0),
            director: PeerDirectorSettings(
                persistentPeers: persistent, inboundMaximum: inbound, allowsDuplicateIP: duplicateIP),
            limits: PeerMessageLimits(), congestionControl: congestionControl, eventLoops: 1)
        let log = EventLog(), start = ContinuousClock.now
        let box = NetworkBox()
        let network = try await PeerNetwork.start(
            node, settings, seed: UInt64(number),
            now: {
                let elapsed = (ContinuousClock.now - start).components
                let time = Nanoseconds(elapsed.seconds * 1_000_000_000 + elapsed.attoseconds / 1_000_000_000)
                return Instant(wall: Timestamp.unixEpoch.adding(time), monotonic: time)
            },
            deliver: { events in
                if handles { box.handle(events) }
                log.add(events)
            }, notice: { log.add($0) })
        box.set(network)
        return TestNetwork(network: network, log: log, id: node.id)
    }

    /// Where it can be called.
    func location(as id: NodeID? = nil) throws -> PeerLocation {
        try PeerLocation(parsing: ByteString("\(id ?? self.id)@127.0.0.1:\(network.address.port)"))
    }

    /// Sends a message at once.
    func send(_ message: PeerMessage, to peer: NodeID) {
        network.send(message, to: peer)
        network.flush(everything: true)
    }

    func stop() async { await network.stop() }
}

/// The network that a closure needs before there is one.
private final class NetworkBox: Sendable {
    private let network = Mutex<PeerNetwork?>(nil)

    func set(_ network: PeerNetwork) { self.network.withLock { $0 = network } }

    func handle(_ events: [NetworkEvent]) {
        guard let network = network.withLock({ $0 }) else { return }
        for case .message(_, let peer, let size) in events { network.handled(size, from: peer) }
    }
}
