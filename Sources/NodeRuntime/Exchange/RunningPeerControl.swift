import Cryptography
import P2P
import PeerMessages
import PeerProtocol
import RPC

/// What an operator may have a running node do with its peers.
struct RunningPeerControl: PeerControl {
    let network: PeerNetwork
    let exchange: PeerExchangeService?

    func dial(_ request: PeerDialRequest) throws {
        let locations = try request.peers.map { text in try PeerLocation(parsing: text) }
        let ids = Set(locations.map(\.id))
        if request.isPrivate { exchange?.keepPrivate(ids) }
        if request.isUnconditional { network.welcome(ids) }
        for location in locations {
            do {
                try network.dial(location, isPersistent: request.isPersistent)
            } catch {
                switch error {
                case .duplicateID, .dialing: continue  // what was wanted is so, or will be
                default: throw error
                }
            }
        }
    }
}
