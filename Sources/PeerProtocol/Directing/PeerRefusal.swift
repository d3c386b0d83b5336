package import Cryptography
package import PeerMessages

/// Why a connection is not wanted.
package enum PeerRefusal: Error, Equatable, CustomStringConvertible {
    /// There is a connection to this peer already; the one that was there first stays.
    case duplicateID(NodeID)
    /// There is a connection to this address already, and `allow_duplicate_ip` is off.
    case duplicateIP(IPAddress)
    /// As many peers have called as may (`max_num_inbound_peers`).
    case inboundLimit(Int)
    /// As many are called as may be (`max_num_outbound_peers`).
    case outboundLimit(Int)
    /// The peer broke a rule, and is not let in for a while.
    case banned(NodeID)
    /// The peer is this node.
    case ourselves
    /// The peer is being called.
    case dialing(NodeID)
    /// Others call, and it had not said who it is.
    case evicted
    /// The connection is none of this director's.
    case unknown

    package var description: String {
        switch self {
        case .duplicateID(let id): "duplicate ID<\(id)>"
        case .duplicateIP(let ip): "duplicate IP<\(ip)>: set allow_duplicate_ip to take several peers of one address"
        case .inboundLimit(let limit): "already have enough inbound peers (max_num_inbound_peers \(limit))"
        case .outboundLimit(let limit): "already have enough outbound peers (max_num_outbound_peers \(limit))"
        case .banned(let id): "\(id) is banned"
        case .ourselves: "the peer is this node"
        case .dialing(let id): "\(id) is being dialed"
        case .evicted: "it gives way to others who call: it has not said who it is"
        case .unknown: "the connection is gone"
        }
    }
}
