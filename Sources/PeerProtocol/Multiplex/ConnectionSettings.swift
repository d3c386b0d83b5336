package import Chain
package import PeerMessages

/// How a node runs its connections.
package struct ConnectionSettings: Sendable {
    /// Messages that may wait in any channel, where the channel's own number is smaller. The engine hands out up to 64 of a
    /// channel and then waits for `sent`, and a few beyond.
    package static let waitingMinimum = 128

    /// Bytes a second (CometBFT `p2p.send_rate`, by default 5 120 000); zero for no limit.
    package let sendRate: Int
    /// Bytes a second (CometBFT `p2p.recv_rate`).
    package let receiveRate: Int
    /// How often the peer is asked whether it is there (CometBFT `defaultPingInterval`).
    package let pingInterval: Nanoseconds
    /// How long it may take to answer (CometBFT `defaultPongTimeout`).
    package let pongTimeout: Nanoseconds
    /// The channels that this node serves.
    package let channels: [ChannelDescription]

    package init(
        channels: [ChannelDescription], sendRate: Int = 5_120_000, receiveRate: Int = 5_120_000,
        pingInterval: Nanoseconds = .seconds(60), pongTimeout: Nanoseconds = .seconds(45)
    ) {
        self.channels = channels
        self.sendRate = sendRate
        self.receiveRate = receiveRate
        self.pingInterval = pingInterval
        self.pongTimeout = pongTimeout
    }
}
