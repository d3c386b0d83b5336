package import Chain

/// A decided block as it is given to peers that are behind: its parts, and the precommits that decided it.
package struct StoredBlock: Sendable {
    package let block: AssembledBlock
    /// With vote extensions where the height has them: a peer refuses the precommits without.
    package let commit: ExtendedCommit
    /// Which validators' precommits the commit has.
    let voters: BitArray

    package init(_ block: AssembledBlock, commit: ExtendedCommit) {
        self.block = block
        self.commit = commit
        voters = BitArray(count: commit.signatures.count) { commit.signatures[$0].commitSig.flag != .absent }
    }

    package var height: Height { block.block.height }

    /// All of them.
    package var parts: PartSet { block.parts }
}
