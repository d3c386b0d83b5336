import Chain
import Cryptography
import P2P
import PeerMessages

/// What the engine's runner wants of the network.
enum NetworkRequest: Sendable {
    indirect case send(PeerMessage, to: NodeID)
    /// Let go what was sent; or also what may wait, when it has waited long enough.
    case flush(everything: Bool)
    case disconnect(NodeID, reason: String)
    /// A message of this size was handled: as much may come again.
    case handled(size: Int, from: NodeID)

    func carryOut(by network: PeerNetwork, countedBy metrics: NodeMetrics?) {
        switch self {
        case .send(let message, let peer):
            let size = network.send(message, to: peer)
            metrics?.noteSent(message, size: size, to: peer)
        case .flush(let everything): network.flush(everything: everything)
        case .disconnect(let peer, let reason): network.disconnect(peer, reason: reason)
        case .handled(let size, let peer): network.handled(size, from: peer)
        }
    }
}
