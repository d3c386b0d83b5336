import Chain
import P2P
import PeerMessages
import PeerProtocol
import Synchronization

/// `GenesisDesk` between the network and the engine: it takes what is said on its channel.
final class GenesisService: Sendable {
    private let desk: Mutex<GenesisDesk>
    private let network: @Sendable (NetworkRequest) -> Void

    init(_ genesis: GenesisDocument, network: @escaping @Sendable (NetworkRequest) -> Void) {
        desk = Mutex(GenesisDesk(GenesisOffer(genesis)))
        self.network = network
    }

    /// Takes what concerns it.
    ///
    /// - Returns: What is for the engine.
    func take(_ events: [NetworkEvent]) -> [NetworkEvent] {
        events.filter { event in
            switch event {
            case .connected(let peer, let info, _):
                carryOut(desk.withLock { $0.connected(peer, channels: info.channels) })
                return true
            case .disconnected(let peer, _):
                desk.withLock { $0.disconnected(peer) }
                return true
            case .message(.genesis(let message), let peer, let size):
                network(.handled(size: size, from: peer))
                carryOut(desk.withLock { $0.receive(message, from: peer) })
                return false
            case .sent(let peer, .genesis, let count):
                carryOut(desk.withLock { $0.sent(count, to: peer) })
                return false
            case .message, .sent, .invalid: return true
            }
        }
    }

    private func carryOut(_ actions: [GenesisDesk.Action]) {
        for action in actions {
            switch action {
            case .send(let message, let peer): network(.send(.genesis(message), to: peer))
            case .disconnect(let peer, let reason): network(.disconnect(peer, reason: reason))
            }
        }
        if !actions.isEmpty { network(.flush(everything: false)) }
    }
}
