import Chain
package import Cryptography
package import PeerMessages

/// How a node exchanges addresses with others, with CometBFT's numbers (`p2p/pex/pex_reactor.go`).
package struct PeerExchangeSettings: Sendable {
    /// How often it is seen to that there are enough peers.
    static let ensurePeriod = Nanoseconds.seconds(30)
    /// How often a peer may ask, after two times for nothing.
    static let requestInterval = Nanoseconds.seconds(10)
    /// How often a seed looks at an address.
    static let crawlInterval = Nanoseconds.seconds(120)
    /// How long a seed stays with a peer.
    static let seedStay = Nanoseconds.seconds(28 * 3600)
    /// How many in a hundred of the addresses that a seed tells are new ones.
    static let seedBias = 30
    /// After so many calls in vain an address is given up.
    static let attemptsMaximum = 16

    /// Peers that are asked for addresses when nothing else is left (`seeds`).
    package let seeds: [PeerLocation]
    /// Whether this node only looks for nodes and tells of them (`seed_mode`).
    package let isSeed: Bool
    /// Peers that are dialled without having to be (`max_num_outbound_peers`).
    package let outboundMaximum: Int

    package init(seeds: [PeerLocation] = [], isSeed: Bool = false, outboundMaximum: Int = 10) {
        self.seeds = seeds
        self.isSeed = isSeed
        self.outboundMaximum = outboundMaximum
    }
}

/// The peers that there are, as `PeerDirector` knows them.
package struct PeerOverview: Sendable {
    /// Peers without those that no limit concerns.
    package var outbound = 0
    package var inbound = 0
    /// Calls that are being made, or will be at once.
    package var dialing = 0
    /// Who is connected or being called.
    package var met: Set<NodeID> = []
    /// Who is to be connected always.
    package var persistent: Set<NodeID> = []

    package init() {}
}
