package import Chain
package import Cryptography
package import PeerMessages

/// Whom a node meets: `[p2p]` of `config.toml`.
package struct PeerDirectorSettings: Sendable {
    /// Peers that are dialled for ever (`persistent_peers`).
    package let persistentPeers: [PeerLocation]
    /// Peers that no limit keeps out and that count for none (`unconditional_peer_ids`).
    package let unconditionalPeers: Set<NodeID>
    /// Peers that called us (`max_num_inbound_peers`).
    package let inboundMaximum: Int
    /// Peers that we called without having to (`max_num_outbound_peers`).
    package let outboundMaximum: Int
    /// Whether there may be several connections to one address (`allow_duplicate_ip`).
    package let allowsDuplicateIP: Bool
    /// The longest pause between two calls of a persistent peer (`persistent_peers_max_dial_period`); zero for the default.
    package let dialPeriodMaximum: Nanoseconds

    /// The default values are CometBFT's.
    package init(
        persistentPeers: [PeerLocation] = [], unconditionalPeers: Set<NodeID> = [],
        inboundMaximum: Int = 40, outboundMaximum: Int = 10, allowsDuplicateIP: Bool = false,
        dialPeriodMaximum: Nanoseconds = .zero
    ) {
        self.persistentPeers = persistentPeers
        self.unconditionalPeers = unconditionalPeers
        self.inboundMaximum = inboundMaximum
        self.outboundMaximum = outboundMaximum
        self.allowsDuplicateIP = allowsDuplicateIP
        self.dialPeriodMaximum = dialPeriodMaximum
    }
}
