package import Chain

extension ChainState {
    /// The state before the last block was executed: exactly the one that it was executed on, priorities included (as
    /// CometBFT state/rollback.go makes it).
    ///
    /// - Parameters:
    ///   - last: The header of the last block.
    ///   - previous: The block before it.
    ///   - lastValidators: Who signed that one; their priorities do not matter any more.
    ///   - parameters: Under which the last block was made.
    ///   - validatorsChanged: From which height on the members of the set after the last block's are what they are.
    ///   - parametersChanged: The same of `parameters`.
    /// - Returns: nil when these are not the two last blocks of this state, as when the last block is the chain's first.
    package func beforeLastBlock(
        last: Header, previous: BlockMeta, lastValidators: ValidatorSet, parameters: ConsensusParameters,
        validatorsChanged: Height, parametersChanged: Height
    ) -> ChainState? {
        guard last.height == lastBlockHeight, last.hash == lastBlockID.hash, last.height > initialHeight,
            previous.header.height == last.height.previous, previous.blockID == last.lastBlockID
        else { return nil }
        var parameters = parameters
        parameters.faultModel = consensusParameters.faultModel
        return ChainState(
            version: StateVersion(consensus: last.version, software: version.software), chainID: chainID,
            initialHeight: initialHeight, lastBlockHeight: previous.header.height, lastBlockID: previous.blockID,
            lastBlockTime: previous.header.time, nextValidators: validators, validators: self.lastValidators,
            lastValidators: lastValidators,
            lastHeightValidatorsChanged: validatorsChanged,
            consensusParameters: parameters,
            lastHeightConsensusParametersChanged: parametersChanged,
            lastResultsHash: last.lastResultsHash, appHash: last.appHash)
    }
}
