package import ABCI
package import Chain

extension MerkleMap {
    /// Ends a block: computes the hash, and gives what has to be made durable so that this map can be read again.
    ///
    /// Every block is committed, also one that changes nothing: what was kept for the height a hundred before is let go
    /// here. Nothing is dropped from memory that could not be durable yet: the changes of a block must be durable when
    /// the second block after it is committed.
    ///
    /// - Parameter version: The block's height; for the genesis, that before the first block.
    /// - Returns: The changes, the same on every call from the same map.
    /// - Throws: for a version that is not above the last, and what the reader throws. The map is as it was then.
    package mutating func commit(version: Height) throws(ApplicationError) -> [StagedChange]
}
