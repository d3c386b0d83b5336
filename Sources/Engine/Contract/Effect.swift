package import ABCI
package import Chain
package import Consensus
package import Cryptography
package import Execution
package import PeerMessages
package import Sync

/// What the engine wants done.
///
/// The runner's contract (`docs/architecture.md` tells the story):
/// - Each effect belongs to a lane. Within a lane effects start in the order in which they were emitted; lanes run side by
///   side. There is no other order. One exception: on the application's lane, CheckTx and calls of consensus other than
///   InitChain and Commit need not wait for each other.
/// - An effect with `after` starts only once that is durable. It holds up its own lane, no other.
/// - `.append` costs no wait: it gives the record its place, and one sync makes everything appended before it durable. The
///   runner syncs the log when an effect waits for it, and as it likes otherwise.
/// - Every slow effect is answered by exactly one event, also when it fails. A failed write or sync ends the process.
/// - The runner decides nothing. It may batch a lane and overlap lanes.
package struct Effect: Sendable {
    package let action: Action
    /// What must be durable before the action starts; nil when nothing must.
    package let after: Release?

    package var lane: Lane { action.lane }

    init(_ action: Action, after: Release? = nil) {
        self.action = action
        self.after = after
    }
}

/// What must be durable before something leaves the process.
package enum Release: Hashable, Sendable {
    /// The log, up to and including this record: for whatever holds or follows from a signature of ours.
    case logged(LogPosition)
    /// The block of this height with everything it led to: for answers and events that tell of it.
    case committed(Height)
}

/// What runs in order.
package enum Lane: Hashable, Sendable {
    case log
    case signer
    case timers
    case application
    case verification
    /// Each examination has a lane of its own: they wait for nothing and run side by side.
    case examination(UInt64)
    case store
    case client(ClientID)
    /// What is sent to a peer on one channel.
    case peer(NodeID, ChannelID)
    case connections
    /// Reads of the store, which do not wait for its writes.
    case reading
    case observers
    case process
}

/// A record's place in the log. The engine counts; the log agrees or stops.
package struct LogPosition: Hashable, Sendable, Comparable {
    package let rawValue: UInt64

    package init(_ rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// The place behind this one. A log that is written to a million times a second lasts half a million years.
    package var next: LogPosition { advanced(by: 1) }

    /// The place so many entries further.
    func advanced(by count: Int) -> LogPosition { LogPosition(rawValue &+ UInt64(max(0, count))) }

    /// The place before this one; the first has none and stays.
    package var previous: LogPosition { LogPosition(rawValue == 0 ? 0 : rawValue - 1) }

    package static func < (left: LogPosition, right: LogPosition) -> Bool { left.rawValue < right.rawValue }
}

/// One thing to do. Large values are `indirect`, as in `Event`.
package enum Action: Sendable {
    /// Write the record's entries behind the others; the position is its last entry's.
    indirect case append(LogRecord, LogPosition)
    /// Forget the log's records up to this height: what they led to is durable elsewhere.
    case truncateLog(through: Height)
    /// Wait, then send `.timeout`; replaces any timeout still waiting.
    case schedule(Timeout, after: Nanoseconds)
    /// Answered by `.proposalSigned`.
    indirect case signProposal(Proposal)
    /// Answered by `.voteSigned`.
    indirect case signVote(Vote)
    /// Answered by `.answered`.
    case call(ApplicationCall)
    /// Check the block against the state; answered by `.blockVerified`. The signatures of its last commit are left out where
    /// they have been verified.
    indirect case verifyBlock(AssembledBlock, against: ChainState, verifiesLastCommit: Bool)
    /// Check the commit of a block that a peer gave; answered by `.commitExamined`.
    indirect case examineCommit(CommitExamination)
    /// Verify evidence against the committed chain; answered by `.evidenceVerified`.
    indirect case verifyEvidence(EvidenceExamination)
    /// Make the chain's first state durable, with what the genesis put into the application's store; answered by
    /// `.committed` with height 0.
    indirect case initialize(ChainState, changes: [StagedChange])
    /// Make the block and all that follows from it durable, in one transaction; answered by `.committed`.
    indirect case commit(CommittedBlock)
    /// Send to a peer that is connected; passed over when it is not. Answered by `.sent` when the connection has taken it.
    indirect case send(PeerMessage, to: NodeID)
    /// Check a vote's signature, and that of its extension if it has one; answered by `.voteVerified`.
    indirect case verifyVote(Vote, publicKey: PublicKey, chainID: ChainID, from: NodeID)
    /// Check a proposal's signature; answered by `.proposalVerified`.
    indirect case verifyProposal(Proposal, publicKey: PublicKey, chainID: ChainID, from: NodeID)
    /// Read a block for a peer that is behind; answered by `.blockLoaded`.
    case loadBlock(Height)
    /// Wait, then send `.gossipDue`. It replaces no timeout.
    case scheduleGossip(after: Nanoseconds)
    /// Wait, then send `.syncDue`. It replaces no timeout.
    case scheduleSync(after: Nanoseconds)
    /// Wait, then send `.relayDue`. It replaces no timeout.
    case scheduleRelay(after: Nanoseconds)
    /// End the connection: the peer broke a rule that no correct peer breaks.
    case disconnect(NodeID, reason: String)
    /// Answer a client.
    case reply(ClientID, ClientReply)
    /// Tell whoever listens: logs, metrics, subscribers.
    indirect case publish(Publication)
    /// End the process, with this as its last line: going on could only do harm.
    indirect case stop(StopReason)

    var lane: Lane {
        switch self {
        case .append, .truncateLog: .log
        case .schedule, .scheduleGossip, .scheduleSync, .scheduleRelay: .timers
        case .signProposal, .signVote: .signer
        case .call: .application
        case .verifyBlock, .verifyEvidence, .verifyVote, .verifyProposal: .verification
        case .examineCommit(let examination): .examination(examination.number)
        case .send(let message, let peer): .peer(peer, message.channel)
        case .loadBlock: .reading
        case .disconnect: .connections
        case .initialize, .commit: .store
        case .reply(let client, _): .client(client)
        case .publish: .observers
        case .stop: .process
        }
    }
}
