package import ABCI
package import Chain
import Cryptography

/// The chain's state after a block, from the application's answer to it (CometBFT state/execution.go `updateState`).
package struct BlockTransition: Hashable, Sendable {
    /// The state to commit.
    package let state: ChainState
    /// What the application changed in the validator set, as events tell it; in force two heights later.
    package let validatorUpdates: [Validator]

    /// - Parameters:
    ///   - state: The state before the block, by which the block is valid.
    ///   - header: The block's header.
    ///   - transactionCount: The block's transactions.
    package init(
        from state: ChainState, blockID: BlockID, header: Header, transactionCount: Int,
        answer: ResponseFinalizeBlock
    ) throws(AnswerRefusal) {
        if answer.txResults.count != transactionCount {
            throw .resultCount(transactions: transactionCount, results: answer.txResults.count)
        }
        try BlockTransition.check(answer.validatorUpdates, state.consensusParameters.validator)
        let updates = answer.validatorUpdates.map(\.validator)

        var next = state
        next.lastBlockHeight = header.height
        next.lastBlockID = blockID
        next.lastBlockTime = header.time
        next.lastValidators = state.validators
        next.validators = state.nextValidators
        if !updates.isEmpty {
            do {
                next.nextValidators = try state.nextValidators.updating(with: updates)
            } catch {
                throw .validatorUpdates("changing validator set: \(error.message)")
            }
            next.lastHeightValidatorsChanged = header.height.next.next
        }
        if next.nextValidators.isEmpty { throw .noValidators }
        next.nextValidators.incrementProposerPriority(times: 1)
        if let update = answer.consensusParamUpdates {
            next.consensusParameters = try BlockTransition.parameters(state, update, at: header.height)
            next.lastHeightConsensusParametersChanged = header.height.next
            next.version.consensus = BlockVersion(
                block: state.version.consensus.block, app: next.consensusParameters.version.app)
        }
        next.lastResultsHash = LastResults.hash(answer.txResults)
        next.appHash = answer.appHash
        self.state = next
        validatorUpdates = updates
    }

    /// The same for a whole block.
    package init(
        from state: ChainState, blockID: BlockID, block: Block, answer: ResponseFinalizeBlock
    ) throws(AnswerRefusal) {
        try self.init(
            from: state, blockID: blockID, header: block.header, transactionCount: block.data.transactions.count,
            answer: answer)
    }

    /// Refuses negative powers, and kinds of keys that consensus does not allow. A removal's key may be of any kind.
    private static func check(
        _ updates: [ValidatorUpdate], _ parameters: ValidatorParameters
    ) throws(AnswerRefusal) {
        for update in updates {
            if update.power < 0 {
                throw .validatorUpdates(
                    "error in validator updates: voting power can't be negative {\(update.pubKey) \(update.power)}")
            }
            if update.power == 0 { continue }
            let type = update.pubKey.typeName
            if !parameters.allows(type) {
                throw .validatorUpdates(
                    "error in validator updates: validator {\(update.pubKey) \(update.power)} is using pubkey \(type), "
                        + "which is unsupported for consensus")
            }
        }
    }

    private static func parameters(
        _ state: ChainState, _ update: ConsensusParametersUpdate, at height: Height
    ) throws(AnswerRefusal) -> ConsensusParameters {
        let parameters = state.consensusParameters.updated(by: update)
        do {
            try parameters.validate()
        } catch {
            throw .parameters("validating new consensus params: \(error.message)")
        }
        do {
            try state.consensusParameters.validateUpdate(update, at: height)
        } catch {
            throw .parameters("updating consensus params: \(error.message)")
        }
        return parameters
    }
}
