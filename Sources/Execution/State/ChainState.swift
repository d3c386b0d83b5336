package import Chain
package import Cryptography
package import Wire

/// Everything about the committed chain that is needed to judge, make and execute the next block (CometBFT
/// state/state.go `State`).
package struct ChainState: Hashable, Sendable {
    /// The release of CometBFT whose rules these are; what a new state names as its software.
    package static let softwareVersion: ByteString = "0.38.25"

    package internal(set) var version: StateVersion
    package let chainID: ChainID
    /// The height of the first block, at least 1.
    package let initialHeight: Height

    /// 0 before the first block, whatever its height.
    package internal(set) var lastBlockHeight: Height
    package internal(set) var lastBlockID: BlockID
    /// The genesis's time before the first block.
    package internal(set) var lastBlockTime: Timestamp

    /// Who signs the block after the next one.
    package internal(set) var nextValidators: ValidatorSet
    /// Who signs the next block.
    package internal(set) var validators: ValidatorSet
    /// Who signed the last block; empty before the first one.
    package internal(set) var lastValidators: ValidatorSet
    /// The height from which on `nextValidators`' members are what they are.
    package internal(set) var lastHeightValidatorsChanged: Height

    /// The parameters of the next block.
    package internal(set) var consensusParameters: ConsensusParameters
    /// The height from which on they are what they are.
    package internal(set) var lastHeightConsensusParametersChanged: Height

    /// Over the results of the last block's transactions.
    package internal(set) var lastResultsHash: Hash?
    /// The application's state after the last block.
    package internal(set) var appHash: AppHash

    /// A state from its parts, as a snapshot's light blocks or a store give them. Nothing is checked.
    package init(
        version: StateVersion, chainID: ChainID, initialHeight: Height, lastBlockHeight: Height, lastBlockID: BlockID,
        lastBlockTime: Timestamp, nextValidators: ValidatorSet, validators: ValidatorSet, lastValidators: ValidatorSet,
        lastHeightValidatorsChanged: Height, consensusParameters: ConsensusParameters,
        lastHeightConsensusParametersChanged: Height, lastResultsHash: Hash?, appHash: AppHash
    ) {
        self.version = version
        self.chainID = chainID
        self.initialHeight = initialHeight
        self.lastBlockHeight = lastBlockHeight
        self.lastBlockID = lastBlockID
        self.lastBlockTime = lastBlockTime
        self.nextValidators = nextValidators
        self.validators = validators
        self.lastValidators = lastValidators
        self.lastHeightValidatorsChanged = lastHeightValidatorsChanged
        self.consensusParameters = consensusParameters
        self.lastHeightConsensusParametersChanged = lastHeightConsensusParametersChanged
        self.lastResultsHash = lastResultsHash
        self.appHash = appHash
    }

    /// The height of the next block.
    package var nextHeight: Height { lastBlockHeight == 0 ? initialHeight : lastBlockHeight.next }

    /// The rule by which the next block's votes decide.
    package var quorum: Quorum { validators.quorum(consensusParameters.faultModel) }

    /// The same state on a chain of this fault model: protobuf has no place for it, so whoever reads a state from
    /// storage takes the model from the genesis.
    package func with(faultModel: FaultModel) -> ChainState {
        var state = self
        state.consensusParameters.faultModel = faultModel
        return state
    }
}
