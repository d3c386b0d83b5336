import Chain
import Checkpoints
import Cryptography
import Logging
import P2P
import PeerMessages
import PeerProtocol
import Synchronization

/// `SnapshotDesk` between the network and the engine: it takes what is said on the channels of state sync, and reads checkpoints on
/// a thread of its own.
final class SnapshotService: Sendable {
    /// What the thread has to do. Of each peer at most one of each kind waits.
    private enum Job: Sendable {
        case look(NodeID)
        case read(ChunkRequest, NodeID)
    }

    private let desk = Mutex(SnapshotDesk())
    private let jobs = WorkQueue<Job>()
    private let network: @Sendable (NetworkRequest) -> Void
    private let now: @Sendable () -> Nanoseconds

    /// - Parameter genesisHash: Other chains' checkpoints are not given away.
    init(
        _ folder: CheckpointFolder, genesisHash: Hash, log: Logger, now: @escaping @Sendable () -> Nanoseconds,
        network: @escaping @Sendable (NetworkRequest) -> Void
    ) {
        self.network = network
        self.now = now
        let jobs = jobs
        _ = Worker(name: "snapshots") { [weak self] in
            var library = SnapshotLibrary(folder, genesisHash: genesisHash, log: log)
            while let batch = jobs.takeAll() {
                for job in batch {
                    switch job {
                    case .look(let peer):
                        let offers = library.offers()
                        self?.carryOut { $0.found(offers, for: peer) }
                    case .read(let request, let peer):
                        let piece = library.piece(request)
                        self?.carryOut { $0.read(request, piece, for: peer) }
                    }
                }
            }
        }
    }

    /// Takes what concerns it.
    ///
    /// - Returns: What is for others.
    func take(_ events: [NetworkEvent]) -> [NetworkEvent] {
        events.filter { event in
            switch event {
            case .connected(let peer, let info, _):
                desk.withLock { $0.connected(peer, channels: info.channels) }
                return true
            case .disconnected(let peer, _):
                desk.withLock { $0.disconnected(peer) }
                return true
            case .message(.stateSync(let message), let peer, let size):
                network(.handled(size: size, from: peer))
                let now = now()
                carryOut { $0.receive(message, from: peer, at: now) }
                return false
            case .sent(let peer, let channel, let count) where channel == .snapshot || channel == .chunk:
                carryOut { $0.sent(count, on: channel, to: peer) }
                return false
            case .message, .sent, .invalid: return true
            }
        }
    }

    /// Ends the thread once what it does is done.
    func stop() { jobs.close() }

    private func carryOut(_ handle: (inout SnapshotDesk) -> [SnapshotDesk.Action]) {
        var isSending = false
        for action in desk.withLock({ handle(&$0) }) {
            switch action {
            case .look(let peer): jobs.add(.look(peer))
            case .read(let request, let peer): jobs.add(.read(request, peer))
            case .send(let message, let peer):
                isSending = true
                network(.send(.stateSync(message), to: peer))
            case .disconnect(let peer, let reason): network(.disconnect(peer, reason: reason))
            }
        }
        if isSending { network(.flush(everything: false)) }
    }
}
