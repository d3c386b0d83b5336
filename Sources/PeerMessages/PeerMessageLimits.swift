/// The settings of a node that decide which messages it takes.
package struct PeerMessageLimits: Equatable, Sendable {
    /// `mempool.max_tx_bytes`.
    package let transactionBytesMaximum: Int
    /// `mempool.max_batch_bytes`; zero for no bound of its own.
    package let batchBytesMaximum: Int
    /// `statesync.max_snapshot_chunks`.
    package let snapshotChunksMaximum: UInt32

    /// The default values are CometBFT's.
    package init(
        transactionBytesMaximum: Int = 1_048_576, batchBytesMaximum: Int = 0,
        snapshotChunksMaximum: UInt32 = SnapshotsResponse.chunksMaximum
    ) {
        self.transactionBytesMaximum = transactionBytesMaximum
        self.batchBytesMaximum = batchBytesMaximum
        self.snapshotChunksMaximum = snapshotChunksMaximum
    }
}
