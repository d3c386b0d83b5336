package import ABCI
package import Chain
import Cryptography
package import Wire

extension ChainState {
    /// The state of a chain before its first block, and before the application has been asked.
    ///
    /// - Parameter genesis: completed and valid.
    package init(genesis: GenesisDocument, software: ByteString = softwareVersion) throws(ValidationError) {
        let validators = try genesis.validatorSet()
        self.init(
            version: StateVersion(consensus: BlockVersion(app: 0), software: software),
            chainID: genesis.chainID, initialHeight: genesis.initialHeight, lastBlockHeight: 0, lastBlockID: .none,
            lastBlockTime: genesis.time,
            nextValidators: validators.isEmpty ? validators : validators.incrementingProposerPriority(times: 1),
            validators: validators, lastValidators: .empty, lastHeightValidatorsChanged: genesis.initialHeight,
            consensusParameters: genesis.consensusParameters ?? ConsensusParameters(),
            lastHeightConsensusParametersChanged: genesis.initialHeight, lastResultsHash: nil,
            appHash: genesis.appHash)
    }

    /// The state before the first block, for headers with the version that the application's `Info` told.
    package func with(applicationVersion: UInt64) -> ChainState {
        var state = self
        if lastBlockHeight == 0 { state.version.consensus = BlockVersion(app: applicationVersion) }
        return state
    }

    /// The state after `InitChain`: the application may have replaced validators, parameters and app hash (CometBFT
    /// consensus/replay.go `ReplayBlocks`).
    ///
    /// Deviation: parameters that no chain may have are refused here; CometBFT takes them at this place and fails on
    /// them later. Validators that no set can be made of are refused, where CometBFT panics.
    package func afterInitChain(_ answer: ResponseInitChain) throws(AnswerRefusal) -> ChainState {
        var state = self
        if !answer.appHash.bytes.isEmpty { state.appHash = answer.appHash }
        if !answer.validators.isEmpty {
            do {
                state.validators = try ValidatorSet(answer.validators.map(\.validator))
                state.nextValidators = state.validators.incrementingProposerPriority(times: 1)
            } catch {
                throw .validatorUpdates(error.message)
            }
        } else if validators.isEmpty {
            throw .noValidators
        }
        if let update = answer.consensusParams {
            state.consensusParameters = consensusParameters.updated(by: update)
            do {
                try state.consensusParameters.validate()
            } catch {
                throw .parameters("validating new consensus params: \(error.message)")
            }
            state.version.consensus = BlockVersion(app: state.consensusParameters.version.app)
        }
        state.lastResultsHash = LastResults.hash([])
        return state
    }
}

extension RequestInitChain {
    /// The genesis as the application is told of it: validators in the set's order, the state's bytes as they are.
    package init(genesis: GenesisDocument) throws(ValidationError) {
        let validators = try genesis.validatorSet()
        self.init(
            time: genesis.time, chainID: genesis.chainID,
            consensusParams: genesis.consensusParameters.map(ConsensusParametersUpdate.init),
            validators: validators.validators.map(ValidatorUpdate.init), appStateBytes: genesis.appState,
            initialHeight: genesis.initialHeight, faultModel: genesis.consensusParameters?.faultModel ?? .byzantine)
    }
}
