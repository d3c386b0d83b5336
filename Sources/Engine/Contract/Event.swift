package import Chain
package import Consensus
package import Cryptography
package import Execution
package import PeerMessages
package import Sync

/// What happens to the engine: answers to its effects, and what comes from outside.
///
/// Every slow effect is answered by exactly one event, failure included, that names what it answers. An answer that comes
/// too late is dropped by the engine, never by the runner.
///
/// What comes with every transaction is held in place and small; the rest is `indirect`, or each transaction would carry the
/// room for it along.
package enum Event: Sendable {
    /// The first event, and only the first.
    indirect case start(StartPoint)
    /// Answers `.schedule`.
    case timeout(Timeout)
    /// Answers `.signProposal`; nil when the signer refuses.
    indirect case proposalSigned(VerifiedProposal?, height: Height, round: Round)
    /// Answers `.signVote`; nil when the signer refuses.
    indirect case voteSigned(VerifiedVote?, height: Height, round: Round, type: SignedMessageType)
    /// Answers `.call`.
    case answered(ApplicationAnswer)
    /// Answers `.verifyBlock`: which rule the block breaks, nil for none.
    indirect case blockVerified(BlockRejection?, block: Hash, height: Height)
    /// Answers `.verifyEvidence`.
    indirect case evidenceVerified(EvidenceFinding)
    /// Answers `.commit`: the height is durable.
    case committed(height: Height)
    /// A client submits a transaction.
    case submitted(Transaction, by: ClientID, mode: BroadcastMode)
    /// A client submits evidence that is valid by itself (`Evidence.validate`). The answer is `.taken`, or `.refused` with the
    /// rule that it breaks.
    indirect case evidenceSubmitted(Evidence, by: ClientID)
    /// A client has gone, or has waited long enough.
    case clientLeft(ClientID)
    /// A connection is up. A peer that was connected before begins anew. Whether it keeps what comes for the height after its
    /// own until it gets there (`EarlyMessages`), which CometBFT does not.
    case peerConnected(NodeID, keepsEarly: Bool = false)
    /// A connection is down; what was sent and not delivered is lost.
    case peerDisconnected(NodeID)
    /// A peer's message, decoded, on the channel it belongs to, and valid by itself (`PeerMessage.validate`).
    indirect case message(PeerMessage, from: NodeID)
    /// A peer's connection took so many of the messages handed to `.send`. At the latest it is told when all are taken.
    case sent(to: NodeID, channel: ChannelID, count: Int)
    /// Answers `.verifyVote`; nil when a signature is wrong.
    indirect case voteVerified(VerifiedVote?, vote: Vote, from: NodeID)
    /// Answers `.verifyProposal`; nil when the signature is wrong.
    indirect case proposalVerified(VerifiedProposal?, proposal: Proposal, from: NodeID)
    /// Answers `.loadBlock`; nil when the height is not stored. With the block's extended commit where the chain has one.
    indirect case blockLoaded(StoredBlock?, height: Height)
    /// Answers `.scheduleGossip`.
    case gossipDue
    /// Answers `.examineCommit`.
    indirect case commitExamined(CommitFinding)
    /// Answers `.scheduleSync`.
    case syncDue
    /// Answers `.scheduleRelay`.
    case relayDue
}

/// What a client waits for after submitting a transaction (CometBFT's `broadcast_tx_*`).
package enum BroadcastMode: UInt8, Hashable, Sendable {
    /// Nothing.
    case async = 1
    /// The verdict of CheckTx.
    case sync = 2
    /// The block that contains the transaction.
    case commit = 3
}

/// One request of one client; the runner gives it out and never twice.
package struct ClientID: Hashable, Sendable, Comparable {
    package let rawValue: UInt64

    package init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }

    package static func < (left: ClientID, right: ClientID) -> Bool { left.rawValue < right.rawValue }
}
