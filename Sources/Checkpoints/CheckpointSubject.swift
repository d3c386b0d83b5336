package import Chain
package import Cryptography
package import Execution

/// What a checkpoint says of the chain and every node says alike.
package struct CheckpointSubject: Hashable, Sendable {
    /// SHA-256 of the genesis's one form (`GenesisDocument.canonicalBytes`).
    package let genesisHash: Hash
    /// The state after the checkpoint's height, with the chain's fault model: validators of the last, the next and the
    /// height after that, and the consensus parameters.
    package let state: ChainState
    /// The checkpoint's block, without its contents.
    package let block: BlockMeta
    /// The header of the block that followed: it has the hashes of state, application, parameters and validators.
    package let nextHeader: Header

    package init(genesisHash: Hash, state: ChainState, block: BlockMeta, nextHeader: Header) {
        self.genesisHash = genesisHash
        self.state = state
        self.block = block
        self.nextHeader = nextHeader
    }
}

/// What vouches for a checkpoint. Each node has seen its own precommits, so these differ where everything else is the same.
package struct CheckpointCommits: Hashable, Sendable {
    /// The commit of the checkpoint's block as the node saw it, with extensions where the height has them.
    package let commit: ExtendedCommit
    /// The commit of the block that followed.
    package let nextCommit: Commit

    package init(commit: ExtendedCommit, nextCommit: Commit) {
        self.commit = commit
        self.nextCommit = nextCommit
    }
}
