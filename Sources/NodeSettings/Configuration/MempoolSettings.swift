package import Chain

/// How transactions wait for a block: `[mempool]`.
package struct MempoolSettings: Hashable, Sendable {
    /// CometBFT's name of a pool that keeps no transactions.
    package static let noPool = "nop"

    package var type = "flood"
    package var rechecks = true
    package var recheckTimeout = Nanoseconds.seconds(1)
    package var broadcasts = true
    package var logFolder = ""
    package var size = 5000
    package var poolBytesMaximum = 1 << 30
    package var cacheSize = 10_000
    package var keepsInvalidInCache = false
    package var transactionBytesMaximum = 1 << 20
    package var batchBytesMaximum = 0
    package var gossipToPersistentPeersMaximum = 0
    package var gossipToOtherPeersMaximum = 0
    package var timeToLive = Nanoseconds.zero
    package var blocksToLive = 0

    package init() {}
}
