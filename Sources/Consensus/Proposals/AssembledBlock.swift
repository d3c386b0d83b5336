package import Chain
package import Cryptography

/// A block together with the parts it came in: the parts are what peers ask for, and what its `BlockID` names.
///
/// A class, because it never changes and goes everywhere: a round's state holds three, and most of what happens or is to be
/// done could hold one.
package final class AssembledBlock: Sendable {
    package let block: Block
    /// All of them.
    package let parts: PartSet
    /// What votes for this block name.
    package let id: BlockID
    /// The block's hash: that of its id.
    package let hash: Hash

    /// - Returns: nil when the block has no hash, as one without validators.
    package init?(block: Block, parts: PartSet) {
        guard parts.isComplete, let hash = block.hash else { return nil }
        self.block = block
        self.parts = parts
        self.hash = hash
        id = BlockID(hash: hash, partSetHeader: parts.header)
    }
}
