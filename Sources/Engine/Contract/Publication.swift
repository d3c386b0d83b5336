package import Chain
package import Consensus
package import Cryptography
package import Evidence

/// What the engine tells whoever listens.
package enum Publication: Sendable {
    /// Something happened in consensus.
    case consensus(Observation)
    /// A block was executed; it is told when it is durable.
    indirect case block(CommittedBlock, validatorUpdates: [Validator])
    /// Something the operator should read.
    case notice(Notice)
}

/// Something the operator should read.
package enum Notice: Sendable, Equatable {
    /// The chain begins.
    case chainStarted(ChainID, height: Height, validators: Int)
    /// The chain goes on after this height, having replayed so many records of the log.
    case resumed(height: Height, records: Int)
    /// The log does not reach our last signature: nothing is signed up to this height.
    case abstaining(through: Height)
    /// The log does not reach our last signature on a chain that bears no forgetting: nothing is signed before a vote of
    /// every other validator was heard.
    case listening(othersCount: Int)
    /// We have lost our data together with others: in this height, from this round on, we sign what all others sign.
    case rejoining(height: Height, round: Round)
    /// Everything is decided that we may have signed before we lost our data: we sign above this height as ever.
    case rejoined(after: Height)
    /// A signature of our key that neither log nor sign state has: the others are listened to before anything is signed. From a
    /// peer's vote or proposal; nil for a block.
    case ownKeyHeard(SignedStep, from: NodeID?)
    /// Our key has signed while this node was silent: another node has it, and nothing is signed any more.
    case ownKeyUsedElsewhere(SignedStep, from: NodeID?)
    /// Nothing is signed up to this height, to hear whether our key is used: as the operator asked, for so many heights, or, with
    /// 0, because others have decided heights of which we know nothing.
    case ownKeyQuiet(through: Height, window: Int64)
    /// Nothing was decided for so long that we must be what is missing: it is signed from this height on.
    case ownKeyQuietEnded(height: Height)
    /// A validator contradicts itself on a chain that bears no lies: nothing is signed until the operator says so.
    case signingStopped(Equivocation)
    /// The application could not do what it was asked; what follows from that.
    case applicationFailed(String)
    /// The signer gave no signature; what it said.
    case signerRefused(String)
    /// A validator contradicts itself.
    case equivocation(validator: Int32, height: Height)
    /// Something a peer sent is wrong.
    case refused(NodeID, RefusalReason)
    /// Somebody else signs with our key: we hear a vote of ours that contradicts what we voted.
    case ownEquivocation(height: Height, round: Round, type: SignedMessageType)
    /// A peer's evidence does not hold.
    case evidenceRefused(String, from: NodeID)
    /// Blocks above this height are fetched from peers; nothing is signed meanwhile.
    case catchingUp(after: Height)
    /// No peer is known to have more; consensus goes on after this height.
    case caughtUp(height: Height)
    /// A peer gives no blocks, or too slowly, and is passed over for a while.
    case blocksOwed(by: NodeID, String)
    /// A quorum stands behind a block that breaks a rule.
    case quorumForInvalidBlock(rule: String)
}

/// Why the process must end.
package enum StopReason: Sendable, Equatable {
    /// The application could not execute a decided block.
    case applicationFailed(String)
    /// The application's answer breaks a rule of the chain.
    case answerRefused(String)
    /// A quorum decided a block that breaks a rule of the chain.
    case invalidBlockDecided(String)
    /// The log does not fit the state it lies beside.
    case logDoesNotFit(String)
    /// The log does not reach the last signature and no other validator can go on without us.
    case signaturesAheadOfLog(height: Height)
}
