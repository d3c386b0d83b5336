package import ABCI
package import Chain

/// A block that was imported, and what came of it.
package struct ImportedBlock: Sendable {
    package let block: Block
    package let blockID: BlockID
    /// What the application answered.
    package let answer: ResponseFinalizeBlock

    package init(block: Block, blockID: BlockID, answer: ResponseFinalizeBlock) {
        self.block = block
        self.blockID = blockID
        self.answer = answer
    }
}
