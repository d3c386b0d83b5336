package import Chain

/// What a block changed in what must outlive the process.
package struct EvidenceChanges: Hashable, Sendable {
    /// Evidence that is pending since the last block, by height.
    package var added: [Evidence]
    /// Evidence that is pending no more, by height: committed or too old.
    package var removed: [EvidenceKey]
    /// Evidence that the block holds, in its order: it must never get into a block again.
    package var committed: [EvidenceKey]
    /// Equivocations after which this node signs nothing, known since the last block (`EquivocationRegister`).
    package var equivocations: [Equivocation]

    package init(
        added: [Evidence] = [], removed: [EvidenceKey] = [], committed: [EvidenceKey] = [],
        equivocations: [Equivocation] = []
    ) {
        self.added = added
        self.removed = removed
        self.committed = committed
        self.equivocations = equivocations
    }

    /// Whether nothing changed.
    package var isEmpty: Bool { added.isEmpty && removed.isEmpty && committed.isEmpty && equivocations.isEmpty }
}
