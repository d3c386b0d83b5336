package import Chain
package import Cryptography

/// What catching up wants done.
package enum SyncAction: Sendable {
    /// Ask a peer which blocks it has.
    case requestStatus(from: NodeID)
    case requestBlock(Height, from: NodeID)
    /// Answered by `BlockSync.examined`.
    case examine(CommitExamination)
    /// Execute the block; answered by `BlockSync.advance`. At most one at a time, in order.
    case apply(ProvenBlock)
    /// End the connection: the peer lied. It is asked for nothing for a while, also when it comes again.
    case drop(NodeID, reason: String)
    /// The peer is asked for nothing for a while: it owes an answer, or has been too slow.
    case rest(NodeID, reason: String)
    /// Nobody is known to have a block that we lack, or nobody gives us one: consensus goes on from here.
    case finish
}
