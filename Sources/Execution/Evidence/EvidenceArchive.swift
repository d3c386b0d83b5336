package import Chain

/// What a node keeps of its chain for evidence to be held against. What is nil it does not have.
package protocol EvidenceArchive: ~Copyable {
    func header(at height: Height) throws -> Header?
    /// The commit of a block as the next block has it; nil for the last block, as in CometBFT's store.
    func commit(at height: Height) throws -> Commit?
    /// The validators that sign the block of this height.
    func validators(at height: Height) throws -> ValidatorSet?
    /// Whether a block of the chain holds the evidence.
    func hasCommitted(_ key: EvidenceKey) throws -> Bool
}
