package import Cryptography
package import PeerMessages
package import PeerProtocol

/// What the network tells the engine's runner. For one peer: connected, then messages and takings, then disconnected.
package enum NetworkEvent: Sendable {
    case connected(NodeID, NodeInfo, isOutbound: Bool)
    case disconnected(NodeID, reason: String)
    /// A message that is valid by itself. Whoever has handled it says so by `PeerNetwork.handled`, with its size.
    indirect case message(PeerMessage, from: NodeID, size: Int)
    /// A peer sent on this channel what is no message of it; the connection ends.
    case invalid(NodeID, channel: ChannelID)
    /// The connection took so many of the messages handed to `send`.
    case sent(to: NodeID, channel: ChannelID, count: Int)
}

/// What is worth a line in the log and is no event.
package enum NetworkNotice: Sendable, CustomStringConvertible {
    case listening(PeerListenAddress)
    /// A connection that was not let in: from where, and why.
    case refused(String, reason: String)
    /// A call that was not answered, or not as it should be.
    case dialFailed(PeerLocation, DialFailure)

    package var description: String {
        switch self {
        case .listening(let address): "listening for peers on \(address)"
        case .refused(let origin, let reason): "inbound peer \(origin) refused: \(reason)"
        case .dialFailed(let location, let failure): "calling peer \(location) failed: \(failure)"
        }
    }
}

/// A peer and the connection to it.
package struct PeerInformation: Sendable {
    package let info: NodeInfo
    package let isOutbound: Bool
    package let status: ConnectionStatus
    /// As text, without a port.
    package let remoteIP: String
}
