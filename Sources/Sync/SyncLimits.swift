package import Chain

/// The bounds of catching up, each with its source.
package enum SyncLimits {
    /// Blocks asked for and not yet executed. Half a second's worth at 350 blocks a second with a round trip of 200 ms in it.
    package static let window = 128
    /// Bytes of blocks that are here or on their way: what a node of 512 MiB can spare. Two heights are always asked for,
    /// or the largest blocks could not be taken.
    package static let windowBytes = 64 << 20
    /// Blocks a peer owes at most: CometBFT `maxPendingRequestsPerPeer`.
    package static let requestsPerPeer = 20
    /// A peer that owes a block must give one within this time: CometBFT `peerTimeout`.
    package static let answerTimeout = Nanoseconds.seconds(15)
    /// Bytes a second that a peer gives at least while it owes blocks: CometBFT `minRecvRate`.
    package static let rateMinimum: Int64 = 128 * 1024
    /// How long the rate is measured. A peer whose answers take less than `latencyBearable` is never too slow: its blocks
    /// are small, and it gives all that it is asked for.
    package static let rateWindow = Nanoseconds.seconds(30)
    package static let latencyBearable = Nanoseconds.seconds(5)
    /// How long a peer is asked for nothing after it lied or timed out: CometBFT's `isPeerBanned`. Twice as long each time
    /// that it times out again, up to 32 times.
    package static let rest = Nanoseconds.seconds(60)
    package static let restDoublings: Int64 = 5
    /// Peers remembered that lied.
    package static let bannedMaximum = 1_024
    /// The block that everything waits for is asked of another peer, too, when it takes this long. CometBFT asks two peers
    /// for each of the next fifty heights at once.
    package static let hedge = Nanoseconds.seconds(1)
    /// Peers are asked for their heights so often: CometBFT `statusUpdateIntervalSeconds`.
    package static let statusInterval = Nanoseconds.seconds(10)
    /// Heights that were told longer ago than this are asked for again before we count as caught up.
    package static let statusAge = Nanoseconds.seconds(1)
    /// How long peers have to tell their heights: CometBFT waits 3 s before it asks for blocks, and 5 s at height 0.
    package static let statusTimeout = Nanoseconds.seconds(5)
    /// How long a start waits for peers to connect and tell their heights, at least: CometBFT looks every
    /// `switchToConsensusIntervalSeconds` whether it is done.
    package static let startWait = Nanoseconds.seconds(1)
    /// After so long without a block, or ahead of everyone who ever gave one, consensus takes over: it cannot be held up by
    /// what peers claim (ASA-2024-008). Twice the time after which a silent peer is passed over.
    package static let stall = Nanoseconds.seconds(30)
    /// Blocks that a peer may turn out not to have though it told of them: as many as it can be asked for before its answer
    /// shows that it prunes.
    package static let refusalsMaximum = requestsPerPeer
    /// Blocks that may be executed and not durable: as many as make the cost of a sync small beside their own.
    package static let storingMaximum = 32
    /// Beyond so many bytes of such blocks no more are executed: one of the largest is always possible.
    package static let storingBytesMaximum = 8 << 20

    /// A node that takes part in consensus looks for blocks when a peer has been so far ahead for so long and no block was
    /// decided meanwhile. The peer has two blocks then that we lack, and the second proves the first; one height alone comes
    /// with votes and parts in about three messages.
    package static let lagMinimum: Int64 = 2
    package static let lagPatience = Nanoseconds.seconds(3)
    /// So far ahead it need not wait: fetching blocks takes one round trip for many of them.
    package static let lagBearable: Int64 = 10
    /// How long it does not look again after nobody had the next block: liars cost two requests in that time.
    package static let lagRest = Nanoseconds.seconds(10)
    /// The next block, and the one that proves it.
    package static let scoutWindow = 2

    /// How often `BlockSync.tick` is due. It only sees to what did not happen.
    package static let tick = Nanoseconds(500_000_000)
}
