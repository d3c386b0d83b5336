package import ABCI
package import Chain
package import Consensus
package import Evidence
package import Execution

/// A decided block and everything that followed from it: what one storage transaction makes durable.
package struct CommittedBlock: Sendable {
    package let block: AssembledBlock
    /// The precommits by which this node knows that the block is decided, extensions included.
    package let seenCommit: ExtendedCommit
    package let response: ResponseFinalizeBlock
    /// The state after the block.
    package let state: ChainState
    /// What the application puts into its own store.
    package let changes: [StagedChange]
    /// What becomes pending, what is so no more, and what the block has.
    package let evidence: EvidenceChanges

    package var height: Height { block.block.height }
}
