package import ABCI
package import Chain

/// What became of a transaction whose client waited for its block.
package enum CommittedTransaction: Sendable {
    /// The application did not want it in the mempool.
    case refused(ResponseCheckTx)
    /// It is in the block of this height, which is durable.
    case committed(ResponseCheckTx, ExecTxResult, Height)
}
