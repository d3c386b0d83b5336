package import Chain
package import Cryptography
package import Execution

/// Evidence that is to be verified, with what the engine knows for it.
package struct EvidenceExamination: Sendable {
    /// What the verdict is for.
    package enum Purpose: Hashable, Sendable {
        /// A block that was proposed or decided at this height.
        case block(Hash, height: Height)
        /// A message of a peer.
        case peer(NodeID)
        /// A request of a client.
        case client(ClientID)
    }

    package let purpose: Purpose
    /// In the order of the block or message.
    package let evidence: [Evidence]
    /// The chain's last state.
    let state: ChainState
    /// Names of the pieces that were verified before.
    let verified: Set<EvidenceKey>
    /// Names of the pieces that one of the last blocks has.
    let committed: Set<EvidenceKey>
    let recent: RecentHeights

    /// Verifies the evidence: what a runner does on the verification lane.
    ///
    /// - Parameter archive: The committed chain. It may lag behind by the block that is being made durable.
    package func finding<Archive: EvidenceArchive & ~Copyable>(
        from archive: borrowing Archive
    ) throws -> EvidenceFinding {
        var histories: [EvidenceKey: EvidenceHistory] = [:]
        var committed = self.committed
        for piece in evidence where histories[piece.key] == nil {
            let key = piece.key
            if try !committed.contains(key) && archive.hasCommitted(key) { committed.insert(key) }
            histories[key] = try history(of: piece, in: archive)
        }
        switch purpose {
        case .block: return findingOfBlock(histories, committed)
        case .peer, .client: return findingOfMessage(histories, committed)
        }
    }

    private func findingOfBlock(
        _ histories: [EvidenceKey: EvidenceHistory], _ committed: Set<EvidenceKey>
    ) -> EvidenceFinding {
        func rejection(checksAge: Bool) -> BlockRejection? {
            do {
                try state.checkEvidence(
                    evidence, checksAge: checksAge, isVerified: { verified.contains($0.key) },
                    isCommitted: { committed.contains($0.key) },
                    history: { histories[$0.key] ?? EvidenceHistory(header: nil, validators: nil) })
                return nil
            } catch {
                return error
            }
        }
        guard let broken = rejection(checksAge: true) else {
            return EvidenceFinding(purpose: purpose, evidence: evidence, verified: evidence, rejection: nil)
        }
        return EvidenceFinding(
            purpose: purpose, evidence: evidence, verified: [], rejection: broken,
            isOnlyTooOld: rejection(checksAge: false) == nil)
    }

    /// What the chain has already is of no use, and no fault: who sends it may be behind.
    private func findingOfMessage(
        _ histories: [EvidenceKey: EvidenceHistory], _ committed: Set<EvidenceKey>
    ) -> EvidenceFinding {
        var holding: [Evidence] = []
        for piece in evidence where !committed.contains(piece.key) {
            do {
                try state.verify(piece, histories[piece.key] ?? EvidenceHistory(header: nil, validators: nil))
                holding.append(piece)
            } catch {
                let rejection = BlockRejection(.evidenceValidity, error.message)
                return EvidenceFinding(purpose: purpose, evidence: evidence, verified: holding, rejection: rejection)
            }
        }
        return EvidenceFinding(purpose: purpose, evidence: evidence, verified: holding, rejection: nil)
    }

    // MARK: History

    /// A conflicting block of a height that we have no commit of is held against our last block in CometBFT, whose commit
    /// its store does not have either: such evidence, of a block from the future, is refused there and here.
    private func history<Archive: EvidenceArchive & ~Copyable>(
        of evidence: Evidence, in archive: borrowing Archive
    ) throws -> EvidenceHistory {
        let height = evidence.height
        var history = EvidenceHistory(
            header: try recent[height]?.header ?? archive.header(at: height),
            validators: try recent[height]?.validators ?? archive.validators(at: height))
        guard case .lightClientAttack(let attack) = evidence else { return history }
        history.commit = try commit(at: height, in: archive)
        let conflicting = attack.conflictingBlock.height
        if conflicting != height, let commit = try commit(at: conflicting, in: archive),
            let header = try recent[conflicting]?.header ?? archive.header(at: conflicting)
        {
            history.conflicting = SignedHeader(header: header, commit: commit)
        }
        return history
    }

    private func commit<Archive: EvidenceArchive & ~Copyable>(
        at height: Height, in archive: borrowing Archive
    ) throws -> Commit? {
        try recent[height]?.commit ?? archive.commit(at: height)
    }
}

/// What came of verifying evidence.
package struct EvidenceFinding: Sendable {
    package let purpose: EvidenceExamination.Purpose
    /// What was to be verified.
    package let evidence: [Evidence]
    /// What holds and is in no block.
    package let verified: [Evidence]
    /// The first rule that is broken; nil for none.
    package let rejection: BlockRejection?
    /// Whether nothing is wrong with a block's evidence but its age.
    ///
    /// Deviation: such a block is not prevoted, but a quorum that decides it is followed. CometBFT stops there; yet it takes
    /// evidence that is too old from a proposer as long as it has not dropped its own copy, and so nodes differ.
    var isOnlyTooOld = false
}
