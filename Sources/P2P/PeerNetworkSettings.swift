package import Chain
import NIOCore
package import PeerMessages
package import PeerProtocol
package import Wire

/// How a node runs its network: `[p2p]` of `config.toml`.
package struct PeerNetworkSettings: Sendable {
    /// Where peers reach this node.
    package let listenAddress: PeerListenAddress
    /// Whether it does; a node that has no genesis yet has nothing to say to callers.
    package let listens: Bool
    package let connections: ConnectionSettings
    package let director: PeerDirectorSettings
    package let limits: PeerMessageLimits
    /// How long a call may take to be answered (`p2p.dial_timeout`).
    package let dialTimeout: Nanoseconds
    /// The congestion control of peers' sockets, by the kernel's name for it, of at most 15 bytes (`CongestionControl`); nil for
    /// the system's. What the kernel lacks or forbids has no effect.
    package let congestionControl: ByteString?
    /// Threads that carry connections: half of the processors, as the engine, the disk and the application want theirs, and
    /// not more than four, which seal and open some gigabytes a second.
    package let eventLoops: Int

    package init(
        listenAddress: PeerListenAddress, listens: Bool = true, connections: ConnectionSettings,
        director: PeerDirectorSettings,
        limits: PeerMessageLimits, dialTimeout: Nanoseconds = .seconds(3),
        congestionControl: ByteString? = nil, eventLoops: Int? = nil
    ) {
        self.listenAddress = listenAddress
        self.listens = listens
        self.connections = connections
        self.director = director
        self.limits = limits
        self.dialTimeout = dialTimeout
        self.congestionControl = congestionControl
        self.eventLoops = eventLoops ?? min(4, max(1, System.coreCount / 2))
    }
}
