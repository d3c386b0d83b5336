/// The checks a block goes through, in the order in which they are made. The raw value names the check in reports.
package enum BlockCheck: String, Hashable, Sendable, CaseIterable {
    // What the block says about itself
    /// The header's own rules: protocol version, length of the chain's name, height, proposer.
    case header
    /// The last commit's own rules.
    case lastCommit
    case lastCommitHash
    case dataHash
    /// The evidence's own rules.
    case evidence
    case evidenceHash
    // What the state says about it
    case version
    case chainID
    case height
    case lastBlockID
    case appHash
    case consensusHash
    case lastResultsHash
    case validatorsHash
    case nextValidatorsHash
    /// As many signatures as validators; none in the first block.
    case lastCommitSize
    case lastCommitHeight
    case lastCommitBlockID
    /// Each signature is that of the validator in its place.
    case lastCommitSignatures
    /// The signatures for the last block are a quorum.
    case lastCommitPower
    /// The proposer is a validator; whose turn it was is not known here.
    case proposer
    /// Later than the last block.
    case timeOrder
    /// The median of the last commit's times; the genesis's time in the first block.
    case time
    case evidenceSize
    /// The evidence proves what it says, is fresh, and is there once.
    case evidenceValidity
    // What the clock says about it, before prevoting only
    case timeTolerance
}
