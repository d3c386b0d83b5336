import Chain

/// Bounds on decoded ABCI values. CometBFT bounds only the whole message; these keep a list from being longer than any
/// block could make it.
package enum ABCILimit {
    /// The largest message on the socket, in bytes (CometBFT abci/types/messages.go `maxMsgSize`).
    package static let messageBytesMaximum = Int(Int32.max)

    /// The most transactions, and results: an empty transaction takes two of the 100 MiB of a block (CometBFT
    /// types/params.go `MaxBlockSizeBytes`).
    package static let transactionsMaximum = ChainLimits.blockBytesMaximum / 2

    /// The most validators in a set, and so votes in a commit (CometBFT types/vote_set.go `MaxVotesCount`).
    package static let validatorsMaximum = ChainLimits.votesMaximum

    /// The most misbehavior reports: no piece of evidence is smaller than a vote's signature of 64 bytes, and an attack
    /// on light clients names each validator with more than that.
    package static let misbehaviorsMaximum = ChainLimits.blockBytesMaximum / 64

    /// The most events of one result and attributes of one event: each takes at least two bytes of the message.
    package static let eventsMaximum = messageBytesMaximum / 2

    /// The most snapshots in a list. CometBFT advertises ten (statesync/reactor.go `recentSnapshots`); an application
    /// may keep more.
    package static let snapshotsMaximum = 10_000

    /// The most chunks of a snapshot (CometBFT config `statesync.max_snapshot_chunks`).
    package static let chunksMaximum = 100_000
}
