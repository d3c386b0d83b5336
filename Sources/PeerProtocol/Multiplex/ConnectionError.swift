package import Chain
package import PeerMessages
package import Wire

/// Why a connection to a peer cannot go on; described in CometBFT's words where it has some.
package enum ConnectionError: Error, Equatable, CustomStringConvertible {
    case frame(FrameError)
    /// A packet's length is above what any packet has.
    case delimiter(DelimiterError)
    case packet(DecodingError)
    /// A channel that this node does not serve.
    case unknownChannel(Int32)
    /// A channel's message grew beyond the channel's bound.
    case messageTooLarge(ChannelID, maximum: Int)
    /// A message that can only be a block begins, and this node did not ask the peer for one: it is not waited for. All other
    /// messages of the channel are shorter than a packet.
    case unsolicitedBlock
    /// The peer did not answer a ping.
    case pongTimeout(Nanoseconds)
    /// A message is not what may be said on its channel.
    case message(ChannelID, reason: String)

    package var description: String {
        switch self {
        case .frame(let error): error.description
        case .delimiter(let error): error.description
        case .packet(let error): error.description
        case .unknownChannel(let number): "unknown channel \(String(number, radix: 16, uppercase: true))"
        case .messageTooLarge(let channel, let maximum):
            "received message exceeds available capacity: \(maximum) on channel \(channel)"
        case .unsolicitedBlock: "unsolicited BlockResponse"
        case .pongTimeout(let time): "pong timeout: no answer to a ping for \(time)"
        case .message(let channel, let reason): "message on channel \(channel): \(reason)"
        }
    }
}
