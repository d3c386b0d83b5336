package import ABCI
package import Chain
package import Cryptography

/// The answer to a submitted transaction, or to evidence.
package enum ClientReply: Sendable {
    /// Not even looked at: full, too large, seen before. The text is CometBFT's.
    case refused(String)
    /// It will be looked at. Of evidence: it holds.
    case taken(hash: Hash)
    /// The application's verdict.
    case checked(ResponseCheckTx, hash: Hash)
    /// It is in a block.
    indirect case committed(ResponseCheckTx, ExecTxResult, hash: Hash, height: Height)
}
