package import ABCI
package import Chain
package import Evidence
package import Execution

/// A decided block and everything that followed from it: what one transaction makes durable.
package struct BlockRecord: Sendable {
    package let block: Block
    /// All of the block's parts.
    package let parts: PartSet
    /// The precommits by which this node knows that the block is decided, with extensions where the chain has them.
    package let seenCommit: ExtendedCommit
    package let response: ResponseFinalizeBlock
    /// The state after the block.
    package let state: ChainState
    /// What the application puts into its own store.
    package let changes: [StagedChange]
    /// What the block changed in the evidence that waits and that is done with.
    package let evidence: EvidenceChanges

    package init(
        block: Block, parts: PartSet, seenCommit: ExtendedCommit, response: ResponseFinalizeBlock, state: ChainState,
        changes: [StagedChange], evidence: EvidenceChanges = EvidenceChanges()
    ) {
        self.evidence = evidence
        self.block = block
        self.parts = parts
        self.seenCommit = seenCommit
        self.response = response
        self.state = state
        self.changes = changes
    }

    var height: Height { block.height }
}
