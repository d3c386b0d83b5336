package import Chain
package import Cryptography
package import Evidence
package import Execution

/// Where the node stands when the engine starts: what was durable.
package struct StartPoint: Sendable {
    /// The state after the last committed block.
    package let state: ChainState
    /// The genesis, for the application's `InitChain`; needed only before the first block.
    package let genesis: GenesisDocument?
    /// The commit of the last block, with extensions where there are any; nil before the first block.
    package let lastCommit: ExtendedCommit?
    /// The header of the last block; nil before the first.
    package let lastHeader: Header?
    /// The height of the lowest block that is stored; 0 without blocks.
    package let base: Height
    /// The log's records of heights above the state's, in order.
    package let records: [LogRecord]
    /// The place of the next record.
    package let nextPosition: LogPosition
    /// The last thing the signer signed, if it ever did.
    package let lastSigned: SignedStep?
    /// Whether the key, or the chain beside it, came back from a copy: then the signer does not know what it signed last.
    package let keyIsRestored: Bool
    /// The highest signature of our key in the last stored commits, where the log does not reach that height.
    package let committedSignature: SignedStep?
    /// Evidence that was pending with the last block.
    package let pendingEvidence: [Evidence]
    /// Equivocations after which this node signs nothing until its operator says so.
    package let equivocations: [Equivocation]
    /// Names of the equivocations after which the operator has let this node go on.
    package let resumedAfter: Set<Hash>
    /// What the operators have said of validators that lost their data together.
    package let sharedLoss: SharedLoss?

    package init(
        state: ChainState, genesis: GenesisDocument?, lastCommit: ExtendedCommit?, lastHeader: Header?,
        base: Height, records: [LogRecord], nextPosition: LogPosition, lastSigned: SignedStep?,
        keyIsRestored: Bool = false, committedSignature: SignedStep? = nil,
        pendingEvidence: [Evidence] = [],
        equivocations: [Equivocation] = [], resumedAfter: Set<Hash> = [],
        sharedLoss: SharedLoss? = nil
    ) {
        self.state = state
        self.genesis = genesis
        self.lastCommit = lastCommit
        self.lastHeader = lastHeader
        self.base = base
        self.records = records
        self.nextPosition = nextPosition
        self.lastSigned = lastSigned
        self.keyIsRestored = keyIsRestored
        self.committedSignature = committedSignature
        self.pendingEvidence = pendingEvidence
        self.equivocations = equivocations
        self.resumedAfter = resumedAfter
        self.sharedLoss = sharedLoss
    }
}

/// Height, round and kind of a signature of ours, ordered as they are signed (CometBFT privval's step numbers).
package struct SignedStep: Hashable, Sendable, Comparable {
    package let height: Height
    package let round: Round
    /// 1 proposal, 2 prevote, 3 precommit.
    package let step: UInt8

    package init(height: Height, round: Round, step: UInt8) {
        self.height = height
        self.round = round
        self.step = step
    }

    package static func < (left: SignedStep, right: SignedStep) -> Bool {
        (left.height, left.round, left.step) < (right.height, right.round, right.step)
    }
}
