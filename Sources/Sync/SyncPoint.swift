package import Chain

/// Where the chain stands while it catches up: what is known of the heights to come.
package struct SyncPoint: Sendable {
    package let chainID: ChainID
    /// The height of the next block.
    package let next: Height
    /// Who signs the next block.
    package let validators: ValidatorSet
    /// Who signs the one after it.
    package let nextValidators: ValidatorSet
    package let faultModel: FaultModel
    /// The first height whose precommits carry extensions, as far as it is decided.
    package let parameters: ABCIParameters
    /// Bytes in a block at most.
    package let blockBytesMaximum: Int64
    /// Whether the other validators are no quorum without us: then no block can have been made meanwhile.
    package let isIndispensable: Bool

    package init(
        chainID: ChainID, next: Height, validators: ValidatorSet, nextValidators: ValidatorSet,
        faultModel: FaultModel, parameters: ABCIParameters, blockBytesMaximum: Int64, isIndispensable: Bool
    ) {
        self.chainID = chainID
        self.next = next
        self.validators = validators
        self.nextValidators = nextValidators
        self.faultModel = faultModel
        self.parameters = parameters
        self.blockBytesMaximum = blockBytesMaximum
        self.isIndispensable = isIndispensable
    }
}
