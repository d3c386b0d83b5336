import Chain
import Cryptography
import PeerProtocol

/// A process's connections, as `PeerNetwork` holds them on sockets.
final class Switchboard {
    var director: PeerDirector
    /// The connections that are open or being made.
    private var places: [ConnectionID: LinkPlace] = [:]
    /// Those to peers that were let in.
    private var peers: [NodeID: LinkPlace] = [:]
    /// When the node looks next whom it has to call.
    var plannedDials = Int64.max

    init(_ director: PeerDirector) {
        self.director = director
    }

    func add(_ place: LinkPlace, as id: ConnectionID) { places[id] = place }

    func letIn(_ peer: NodeID, at place: LinkPlace) { peers[peer] = place }

    func remove(_ place: LinkPlace) {
        if let id = place.end.connection { places[id] = nil }
        if let peer = place.end.peer { peers[peer] = nil }
    }

    /// A connection that is open or being made.
    func place(of connection: ConnectionID) -> LinkPlace? { places[connection] }

    /// The connection to a peer that was let in.
    func place(of peer: NodeID) -> LinkPlace? { peers[peer] }

    /// Every connection, in the order in which they were made.
    var all: [LinkPlace] { places.sorted { $0.key < $1.key }.map(\.value) }
}
