import Chain
import Cryptography
import Execution

/// What an import remembers of past heights, to judge evidence about them; as long as such evidence counts.
struct ImportHistory: Sendable {
    private struct Entry {
        let header: Header
        let commit: Commit
        let validators: ValidatorSet

        var signedHeader: SignedHeader { SignedHeader(header: header, commit: commit) }
    }

    /// Ascending and without gaps.
    private var entries: [Entry] = []
    private var committed: [(hash: Hash, height: Height)] = []

    /// Remembers a block that became part of the chain, and forgets what evidence may no longer be about.
    ///
    /// - Parameter state: The state after the block.
    mutating func add(_ block: Block, commit: Commit, validators: ValidatorSet, state: ChainState) {
        // The commit that this block carries is the one of the block before that everybody has.
        if let last = entries.popLast() {
            entries.append(
                Entry(header: last.header, commit: block.lastCommit ?? last.commit, validators: last.validators))
        }
        // Evidence is about powers, not priorities: as long as the members stay, one copy of the set will do.
        let last = entries.last.flatMap { $0.header.validatorsHash == block.header.validatorsHash ? $0 : nil }
        entries.append(Entry(header: block.header, commit: commit, validators: last?.validators ?? validators))
        let expired = entries.prefix { entry in
            state.isExpired(evidenceFrom: entry.header.height, at: entry.header.time)
        }
        entries.removeFirst(expired.count)
        committed += block.evidence.map { ($0.hash, $0.height) }
        if let oldest = entries.first?.header.height { committed.removeAll { $0.height < oldest } }
    }

    func isCommitted(_ evidence: Evidence) -> Bool {
        committed.contains { $0.hash == evidence.hash }
    }

    /// What is known of the heights that a piece of evidence is about.
    func knowledge(of evidence: Evidence) -> EvidenceHistory {
        let entry = entry(at: evidence.height)
        var history = EvidenceHistory(header: entry?.header, commit: entry?.commit, validators: entry?.validators)
        if case .lightClientAttack(let attack) = evidence {
            history.conflicting = self.entry(at: attack.conflictingBlock.height)?.signedHeader
        }
        return history
    }

    private func entry(at height: Height) -> Entry? {
        guard let first = entries.first?.header.height, height >= first else { return nil }
        let offset = Int(height.rawValue - first.rawValue)
        return entries.indices.contains(offset) ? entries[offset] : nil
    }
}
