package import Chain
package import Cryptography
package import Execution

/// What a checkpoint says of the chain: all that a node needs, beside the application's state, to go on after a height
/// without any block before it, and the signatures that vouch for it.
package struct CheckpointHead: Hashable, Sendable {
    /// SHA-256 of the chain's genesis in its one form.
    package let genesisHash: Hash
    /// The state after the checkpoint's height, with the chain's fault model: validators of the last, the next and the
    /// height after that, and the consensus parameters.
    package let state: ChainState
    /// The checkpoint's block, without its contents.
    package let block: BlockMeta
    /// The commit of that block as the node saw it, with extensions where the height has them.
    package let commit: ExtendedCommit
    /// The header of the block that followed: it has the hashes of state, application, parameters and validators.
    package let nextHeader: Header
    /// The commit of that block.
    package let nextCommit: Commit

    package init(
        genesisHash: Hash, state: ChainState, block: BlockMeta, commit: ExtendedCommit, nextHeader: Header,
        nextCommit: Commit
    ) {
        self.genesisHash = genesisHash
        self.state = state
        self.block = block
        self.commit = commit
        self.nextHeader = nextHeader
        self.nextCommit = nextCommit
    }

    package var height: Height { state.lastBlockHeight }

    /// Checks that all of it belongs together, and that a quorum of the validators signed both blocks.
    ///
    /// What no signature covers are the validators' priorities, of which the turn to propose follows, and the lengths
    /// that the block's meta tells.
    package func verify() throws(CheckpointError) {
        guard height >= max(1, state.initialHeight) else { throw .chain("it is of height \(height)") }
        do {
            try state.consensusParameters.validate()
            try block.header.validate()
            try nextHeader.validate()
            for set in [state.lastValidators, state.validators, state.nextValidators] { try set.validate() }
        } catch {
            throw .chain(error.message)
        }
        try verifyBlock()
        do {
            try state.check(nextHeader)
        } catch {
            throw .chain("the header of block \(height.next): \(error.message)")
        }
        guard let next = nextHeader.hash, nextCommit.blockID.hash == next else {
            throw .chain("the commit of height \(height.next) is not of the header that is there")
        }
        do {
            try state.validators.verifyCommit(
                chainID: state.chainID, blockID: nextCommit.blockID, height: height.next, commit: nextCommit,
                faultModel: state.consensusParameters.faultModel)
        } catch {
            throw .chain("the commit of height \(height.next): \(error)")
        }
    }

    private func verifyBlock() throws(CheckpointError) {
        let header = block.header
        guard header.chainID == state.chainID, header.height == height, header.time == state.lastBlockTime,
            block.blockID == state.lastBlockID, let hash = header.hash, hash == state.lastBlockID.hash
        else { throw .chain("the header of block \(height) is not that of the last block") }
        if header.validatorsHash != state.lastValidators.hash || header.nextValidatorsHash != state.validators.hash {
            throw .chain("the validators are not those of the header of block \(height)")
        }
        let isExtended = state.consensusParameters.abci.voteExtensionsEnabled(at: height)
        let faultModel = state.consensusParameters.faultModel
        do {
            if isExtended {
                try state.lastValidators.verifyExtendedCommit(
                    chainID: state.chainID, blockID: state.lastBlockID, height: height, commit: commit,
                    faultModel: faultModel)
            } else {
                try state.lastValidators.verifyCommit(
                    chainID: state.chainID, blockID: state.lastBlockID, height: height, commit: commit.commit,
                    faultModel: faultModel)
            }
        } catch {
            throw .chain("the commit of height \(height): \(error)")
        }
    }
}
