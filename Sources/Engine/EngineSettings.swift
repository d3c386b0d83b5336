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

    /// How many heights are decided after a start before anything is signed (`double_sign_check_height`); 0 for none.
    package var doubleSignCheckHeight: Int64 = 0

    /// Whether the data folder is a copy of another one, whose validator may be starting as well.
    package var isCopiedHome = false

    /// Whether it matters that others know signatures of our key that we do not. Only simulated liars do not care.
    package var heedsOwnKey = true

    package init() {}
}
