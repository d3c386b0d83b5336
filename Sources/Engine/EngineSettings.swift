package import Chain
package import Consensus
package import Cryptography
package import Mempool

/// What the operator chose for this node.
package struct EngineSettings: Sendable {
    package var consensus = ConsensusSettings()
    package var mempool = MempoolSettings()
    /// How far ahead of our clock a block may be that we prevote (`block_time_tolerance`); 0 for no limit.
    package var blockTimeTolerance = Nanoseconds(milliseconds: 60_000)

    /// How often peers are looked at that make no progress (`peer_query_maj23_sleep_duration`).
    package var gossipTick = Nanoseconds(milliseconds: 2_000)

    /// Whether blocks that others have made meanwhile are fetched at a start before consensus goes on: a node that has
    /// peers.
    package var startsWithBlockSync = false

    /// Peers of whom the others are not told (`private_peer_ids`).
    package var privatePeers: Set<NodeID> = []

    package init() {}
}
