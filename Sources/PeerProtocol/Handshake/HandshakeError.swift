package import Cryptography
package import PeerMessages

/// Why a peer was refused before it was one (CometBFT p2p/transport.go `upgrade`).
package enum HandshakeError: Error, Equatable, CustomStringConvertible {
    case secretConnection(SecretConnectionError)
    /// Somebody else answered than was called.
    case wrongNode(dialed: NodeID, answered: NodeID)
    /// The peer's description of itself is none, or longer than allowed; the text says why.
    case nodeInfo(String)
    /// The peer's description of itself breaks a rule.
    case nodeInfoRule(NodeInfoError)
    /// The peer calls itself by a name that is not its key's.
    case falseName(claimed: String, proven: NodeID)
    /// The other end is this node.
    case ourselves
    /// The peer is on another chain, speaks another block protocol, or shares no channel.
    case incompatible(NodeInfoError)
    /// The peer took too long.
    case timeout(HandshakeStage)
    /// Too much came before this node had decided on the peer.
    case tooMuchTooEarly

    package var description: String {
        switch self {
        case .secretConnection(let error): "secret conn failed: \(error)"
        case .wrongNode(let dialed, let answered): "conn.ID (\(answered)) dialed ID (\(dialed)) mismatch"
        case .nodeInfo(let reason): "handshake failed: \(reason)"
        case .nodeInfoRule(let error): "node info is invalid: \(error)"
        case .falseName(let claimed, let proven): "conn.ID (\(proven)) NodeInfo.ID (\(claimed)) mismatch"
        case .ourselves: "the other end is this node"
        case .incompatible(let error): "incompatible: \(error)"
        case .timeout(let stage): "timed out during \(stage)"
        case .tooMuchTooEarly: "too many bytes before the handshake was over"
        }
    }
}

/// What a handshake is waiting for.
package enum HandshakeStage: Hashable, Sendable, CustomStringConvertible {
    case keyExchange
    case authentication
    case introduction

    package var description: String {
        switch self {
        case .keyExchange: "the exchange of keys"
        case .authentication: "authentication"
        case .introduction: "the exchange of node infos"
        }
    }
}
