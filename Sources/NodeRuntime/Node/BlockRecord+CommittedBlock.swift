import Chain
import Consensus
import Engine
import Store

extension BlockRecord {
    /// What the store keeps of a block and all that followed from it.
    init(_ committed: CommittedBlock) {
        self.init(
            block: committed.block.block, parts: committed.block.parts, seenCommit: committed.seenCommit,
            response: committed.response, state: committed.state, changes: committed.changes,
            evidence: committed.evidence)
    }
}
