package import Chain

/// What consensus must know of the chain to decide one height.
package struct HeightContext: Sendable {
    package let chainID: ChainID
    package let height: Height
    /// The validators of this height, their priorities those of round 0.
    package let validators: ValidatorSet
    /// How much power decides.
    package let faultModel: FaultModel
    /// The most bytes a block may have; `block.max_bytes`, or the limit of all blocks where that is -1.
    package let blockBytesMaximum: Int64
    package let extensionsAreEnabled: Bool
    /// Whether a block is due even when no transaction waits: the first one, and one after each change of the application's
    /// hash, so that the hash gets signed.
    package let needsProofBlock: Bool
    /// The precommits that decided the block before; nil for the first block.
    package let lastCommit: VoteSet?
    /// How the height is decided after validators have lost their data together; nil as a rule.
    package let restart: RestartRule?

    package init(
        chainID: ChainID, height: Height, validators: ValidatorSet, faultModel: FaultModel, blockBytesMaximum: Int64,
        extensionsAreEnabled: Bool, needsProofBlock: Bool, lastCommit: VoteSet?,
        restart: RestartRule? = nil
    ) {
        self.chainID = chainID
        self.height = height
        self.validators = validators
        self.faultModel = faultModel
        self.blockBytesMaximum = blockBytesMaximum
        self.extensionsAreEnabled = extensionsAreEnabled
        self.needsProofBlock = needsProofBlock
        self.lastCommit = lastCommit
        self.restart = restart
    }

    /// The predicate by which votes of this height are counted.
    package var quorum: Quorum { Quorum(total: validators.totalPower, model: faultModel) }
}
