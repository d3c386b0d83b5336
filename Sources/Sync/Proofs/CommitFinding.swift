package import Chain

/// What came of an examination.
package struct CommitFinding: Sendable {
    /// One of the two blocks is false, or none.
    package enum Verdict: Sendable {
        /// A quorum of the validators that were asked about signed just this block.
        case proven(ProvenBlock)
        /// The commit is not one of those validators: the block that carries it is false.
        case falseCommit(String)
        /// The commit stands, and is of another block, or the block's extended commit does not stand.
        case falseBlock(String)
    }

    /// The examination's.
    package let number: UInt64
    package let height: Height
    package let verdict: Verdict

    package init(number: UInt64, height: Height, verdict: Verdict) {
        self.number = number
        self.height = height
        self.verdict = verdict
    }
}

/// A block that a quorum is known to have signed.
package struct ProvenBlock: Sendable {
    package let block: Block
    package let parts: PartSet
    package let id: BlockID
    /// The precommits to store with it, with extensions where the height has them.
    package let seenCommit: ExtendedCommit
    /// The commit that proves it: the next block's last commit, all its signatures verified.
    package let proof: Commit
    /// Whether the block's own last commit is the one that proved the block before it, and needs no second look.
    package internal(set) var lastCommitIsVerified = false

    package init(block: Block, parts: PartSet, id: BlockID, seenCommit: ExtendedCommit, proof: Commit) {
        self.block = block
        self.parts = parts
        self.id = id
        self.seenCommit = seenCommit
        self.proof = proof
    }
}
