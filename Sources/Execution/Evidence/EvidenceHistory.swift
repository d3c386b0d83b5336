package import Chain

/// What a node knows of the heights that a piece of evidence is about. What is nil it does not have.
///
/// Commits are those that the next blocks carry, not those that the node saw itself: only they are the same everywhere,
/// and who misbehaved follows from them.
package struct EvidenceHistory: Hashable, Sendable {
    /// The header at the evidence's height.
    package var header: Header?
    /// The commit of that header; only an attack on light clients needs it.
    package var commit: Commit?
    /// The validators of the evidence's height.
    package var validators: ValidatorSet?
    /// Header and commit at the height of the conflicting block, where that is another one.
    package var conflicting: SignedHeader?

    package init(
        header: Header?, commit: Commit? = nil, validators: ValidatorSet?, conflicting: SignedHeader? = nil
    ) {
        self.header = header
        self.commit = commit
        self.validators = validators
        self.conflicting = conflicting
    }
}
