package import Chain
package import Cryptography
package import Execution

/// What a checkpoint says of the chain: all that a node needs, beside the application's state, to go on after a height
/// without any block before it, and the signatures that vouch for it.
package struct CheckpointHead: Hashable, Sendable {
    package let subject: CheckpointSubject
    package let commits: CheckpointCommits

    package init(_ subject: CheckpointSubject, _ commits: CheckpointCommits) {
        self.subject = subject
        self.commits = commits
    }

    package init(
        genesisHash: Hash, state: ChainState, block: BlockMeta, commit: ExtendedCommit, nextHeader: Header,
        nextCommit: Commit
    ) {
        self.init(
            CheckpointSubject(genesisHash: genesisHash, state: state, block: block, nextHeader: nextHeader),
            CheckpointCommits(commit: commit, nextCommit: nextCommit))
    }

    package var genesisHash: Hash { subject.genesisHash }
    package var state: ChainState { subject.state }
    package var block: BlockMeta { subject.block }
    package var commit: ExtendedCommit { commits.commit }
    package var nextHeader: Header { subject.nextHeader }
    package var nextCommit: Commit { commits.nextCommit }
    package var height: Height { state.lastBlockHeight }

    /// Checks that all of it belongs together, and that a quorum of the validators signed both blocks.
    ///
    /// What no signature covers are the validators' priorities, of which the turn to propose follows, and the lengths
    /// that the block's meta tells. Of the priorities is checked that those of the next height follow from the others, and that
    /// a block that was decided in round 0 is by whose turn it was; `ValidatorSet.proposerPriorityHash` of another source tells
    /// the rest.
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
        try verifyTurns()
    }

    private func verifyTurns() throws(CheckpointError) {
        let before = state.validators, after = state.nextValidators
        let powers = Dictionary(after.validators.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
        let known = Dictionary(before.validators.map { ($0.address, $0) }, uniquingKeysWith: { first, _ in first })
        var changes = after.validators.filter { known[$0.address]?.votingPower != $0.votingPower }
        changes += before.validators.filter { powers[$0.address] == nil }
            .map { Validator(publicKey: $0.publicKey, votingPower: 0) }
        // An application may also have told anew of validators as they were: all of them, or one, comes to the same.
        let told = changes.isEmpty ? Array(before.validators.prefix(1)) : changes
        let follows = [changes, told].contains { changes in
            (try? before.updating(with: changes))?.incrementingProposerPriority(times: 1).proposerPriorityHash
                == after.proposerPriorityHash
        }
        if !follows { throw .chain("the turns to propose after height \(height.next) do not follow from those before") }
        if nextCommit.round == 0, before.proposer?.address != nextHeader.proposerAddress {
            throw .chain("block \(height.next) is not by the validator whose turn it was")
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
