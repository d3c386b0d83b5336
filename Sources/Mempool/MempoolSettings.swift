package import Chain

/// What the operator chose for waiting transactions (CometBFT's `[mempool]` section; v0.38's defaults).
package struct MempoolSettings: Hashable, Sendable {
    /// Transactions that may wait.
    package var countMaximum = 5_000
    /// Bytes that may wait, over all transactions.
    package var bytesMaximum: Int64 = 1_073_741_824
    /// Bytes that one transaction may have.
    package var transactionBytesMaximum = 1_048_576
    /// Transactions remembered so that they are not looked at twice.
    package var cacheSize = 10_000
    /// Whether what still waits is checked again after each block.
    package var rechecks = true
    /// Checks that the application is asked for at a time; at least 1. A block's commit waits for them: with signatures of
    /// 50 µs on two processors these are 6 ms. Twice what the application is handed at once, so that it need not wait.
    package var checksInFlightMaximum = 256
    /// Whether a transaction that was refused stays remembered.
    package var remembersInvalid = false
    /// Blocks after which a transaction is dropped; 0 for never. A local choice: CometBFT v0.38 has none.
    package var lifetimeBlocks: Int64 = 0
    /// Time after which a transaction is dropped; 0 for never.
    package var lifetime = Nanoseconds(0)

    package init() {}
}
