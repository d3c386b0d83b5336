package import ABCI
package import Chain
package import Cryptography

/// What the mempool wants to know of the application (`CheckTx`).
package struct RequestedCheck: Equatable, Sendable {
    package let transaction: Transaction
    /// The transaction's own.
    package let hash: Hash
    /// Whether it is new, or waits and was checked before the last block.
    package let type: CheckTxType
}
