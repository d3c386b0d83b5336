package import Chain
package import Cryptography

/// What the operator chose for this node's part in consensus (CometBFT's `[consensus]` section).
package struct ConsensusSettings: Hashable, Sendable {
    package var timeouts = TimeoutSettings()
    /// Start the next height as soon as every precommit of this one is there.
    package var skipsTimeoutCommit = false
    /// Make a block even when no transaction waits.
    package var createsEmptyBlocks = true
    /// How long to wait for transactions before an empty block is made after all; 0 for as long as it takes. Above 0, it
    /// has the first say over `createsEmptyBlocks`.
    package var emptyBlocksInterval = Nanoseconds(0)
    /// The key this node signs with; nil for one that only follows.
    package var publicKey: PublicKey?

    package init() {}

    /// Whether round 0 begins only when there is something to propose (CometBFT `WaitForTxs`).
    package var waitsForTransactions: Bool { !createsEmptyBlocks || emptyBlocksInterval.rawValue > 0 }
}
