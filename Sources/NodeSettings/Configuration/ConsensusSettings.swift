package import Chain

/// The pace of consensus: `[consensus]`.
package struct ConsensusSettings: Hashable, Sendable {
    package var logFile = "data/cs.wal/wal"
    package var proposeTimeout = Nanoseconds.seconds(3)
    package var proposeTimeoutDelta = Nanoseconds(500_000_000)
    package var prevoteTimeout = Nanoseconds.seconds(1)
    package var prevoteTimeoutDelta = Nanoseconds(500_000_000)
    package var precommitTimeout = Nanoseconds.seconds(1)
    package var precommitTimeoutDelta = Nanoseconds(500_000_000)
    package var commitTimeout = Nanoseconds.seconds(1)
    package var doubleSignCheckHeight = 0
    package var skipsCommitTimeout = false
    package var createsEmptyBlocks = true
    package var emptyBlocksInterval = Nanoseconds.zero
    package var gossipSleepDuration = Nanoseconds(100_000_000)
    package var majorityQuerySleepDuration = Nanoseconds.seconds(2)
    package var blockTimeTolerance = Nanoseconds.seconds(60)

    package init() {}
}
