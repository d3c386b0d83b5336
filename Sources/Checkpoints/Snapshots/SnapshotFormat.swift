import PeerMessages

/// How a checkpoint goes from peer to peer: as a snapshot of CometBFT's state sync, in pieces.
///
/// Piece 0 is the outline (`CheckpointOutline`): what is said of the chain, and the digest of every chunk. The others are the
/// bodies of the chunks of entries, in their order, each of about a megabyte (`CheckpointFormat.entriesBytes`). At the rate at
/// which a connection sends (`p2p.send_rate`, 5.12 MB a second) one takes 0.2 s, so votes pass between its packets, a peer that
/// is asked in vain costs little time, and memory holds a few of them.
package enum SnapshotFormat {
    /// The number by which peers know these snapshots: "dao" and the version of the checkpoint's format. Applications of the
    /// Cosmos SDK number theirs 1, 2, 3 and CometBFT's example 1; a node with one of those must not take this for its own.
    package static let number: UInt32 = 0x6461_6F00 + CheckpointFormat.version
    /// How many are offered (CometBFT `recentSnapshots`).
    package static let offersMaximum = 10
    /// The longest piece: a message on the channel has at most 16,000,000 bytes (CometBFT `chunkMsgSize`), of which tags,
    /// lengths and numbers take less than 64. The registry's longest entries are a hundredth of that.
    package static let pieceBytesMaximum = 16_000_000 - 64
}
