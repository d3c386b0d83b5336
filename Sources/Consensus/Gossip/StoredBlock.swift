package import Chain

/// A decided block as it is given to peers that are behind: its parts, and the precommits that decided it.
package struct StoredBlock: Sendable {
    package let height: Height
    /// All of them.
    package let parts: PartSet
    /// With vote extensions where the height has them: a peer refuses the precommits without.
    package let commit: ExtendedCommit
    /// Which validators' precommits the commit has.
    let voters: BitArray

    package init(height: Height, parts: PartSet, commit: ExtendedCommit) {
        self.height = height
        self.parts = parts
        self.commit = commit
        voters = BitArray(count: commit.signatures.count) { commit.signatures[$0].commitSig.flag != .absent }
    }
}
