package import Chain
package import PeerMessages

/// What there is to tell of a connection (CometBFT `ConnectionStatus`).
package struct ConnectionStatus: Sendable {
    /// What waits in one channel.
    package struct Channel: Sendable {
        package let id: ChannelID
        package let queueCapacity: Int
        package let queueSize: Int
        package let queueBytes: Int
        package let priority: Int
        /// Bytes, fading.
        package let recentlySent: Int64
    }

    package let duration: Nanoseconds
    package let sent: TrafficMeter
    package let received: TrafficMeter
    /// When this was so.
    package let time: Instant
    /// The channels that both ends serve.
    package let channels: [Channel]
}
