package import Chain
import Cryptography

extension ChainState {
    /// Whether evidence of this height and time is too old to count: beyond both ages (CometBFT evidence/verify.go
    /// `IsEvidenceExpired`).
    package func isExpired(evidenceFrom height: Height, at time: Timestamp) -> Bool {
        let (blocks, overflow) = lastBlockHeight.rawValue.subtractingReportingOverflow(height.rawValue)
        let parameters = consensusParameters.evidence
        return lastBlockTime.duration(since: time) > parameters.maxAgeDuration
            && (overflow || blocks > parameters.maxAgeBlocks)
    }

    /// Verifies a piece of evidence completely, but for whether it is in the chain already (CometBFT
    /// evidence/verify.go). Its own rules (`validate`) must hold.
    ///
    /// - Parameter checksAge: false to know whether only the age is wrong.
    package func verify(
        _ evidence: Evidence, _ history: EvidenceHistory, checksAge: Bool = true
    ) throws(EvidenceRejection) {
        guard let header = history.header, header.height == evidence.height else {
            throw EvidenceRejection("don't have header #\(evidence.height)")
        }
        if evidence.time != header.time {
            throw EvidenceRejection(
                "evidence has a different time to the block it is associated with "
                    + "(\(evidence.time.goDescription) != \(header.time.goDescription))")
        }
        if checksAge && isExpired(evidenceFrom: evidence.height, at: header.time) { throw expired(evidence) }
        guard let validators = history.validators else {
            throw EvidenceRejection("don't have validators at height #\(evidence.height)")
        }
        switch evidence {
        case .duplicateVote(let evidence):
            try evidence.verify(chainID: chainID, validators: validators)
        case .lightClientAttack(let evidence):
            guard hasCommit(of: evidence.commonHeight), let commit = history.commit else {
                throw EvidenceRejection("don't have commit at height #\(evidence.commonHeight)")
            }
            let common = SignedHeader(header: header, commit: commit)
            try evidence.verify(
                common: common, trusted: try trustedHeader(evidence, common, history),
                commonValidators: validators, faultModel: consensusParameters.faultModel)
        }
    }

    /// Verifies the evidence of a block: each piece, and that none is there twice.
    ///
    /// - Parameters:
    ///   - checksAge: false to know whether only the age is wrong.
    ///   - isVerified: Whether the piece was verified before and is not in the chain. An attack on light clients is never
    ///     passed over: its name does not tell one commit to the conflicting block from another.
    ///   - isCommitted: Whether the chain has the piece already.
    ///   - history: What the node knows about a piece's heights.
    package func checkEvidence(
        _ list: [Evidence], checksAge: Bool = true, isVerified: (Evidence) -> Bool = { _ in false },
        isCommitted: (Evidence) -> Bool, history: (Evidence) -> EvidenceHistory
    ) throws(BlockRejection) {
        var seen: Set<Hash> = []
        for evidence in list {
            if evidence.isAttack || !isVerified(evidence) {
                if isCommitted(evidence) { throw ChainState.invalid(evidence, "evidence was already committed") }
                do {
                    try verify(evidence, history(evidence), checksAge: checksAge)
                } catch {
                    throw BlockRejection(.evidenceValidity, error.message)
                }
            }
            if !seen.insert(evidence.hash).inserted { throw ChainState.invalid(evidence, "duplicate evidence") }
        }
    }

    /// The header of ours that the conflicting block is held against.
    ///
    /// For a conflicting block from ahead CometBFT takes the latest header, whose commit it then does not find: no such
    /// evidence passes there, and who took it into a block would never see that block decided.
    private func trustedHeader(
        _ evidence: LightClientAttackEvidence, _ common: SignedHeader, _ history: EvidenceHistory
    ) throws(EvidenceRejection) -> SignedHeader {
        let height = evidence.conflictingBlock.height
        if evidence.commonHeight == height { return common }
        guard hasCommit(of: height), let conflicting = history.conflicting, conflicting.height == height else {
            throw EvidenceRejection("don't have commit at height #\(lastBlockHeight)")
        }
        return conflicting
    }

    /// Whether a commit of this height is in a block: that of the latest block comes with the next one.
    private func hasCommit(of height: Height) -> Bool { height < lastBlockHeight }

    private func expired(_ evidence: Evidence) -> EvidenceRejection {
        let parameters = consensusParameters.evidence
        let minimum = lastBlockHeight.rawValue.subtractingReportingOverflow(parameters.maxAgeBlocks).partialValue
        let latest = lastBlockTime.adding(parameters.maxAgeDuration)
        return EvidenceRejection(
            "evidence from height \(evidence.height) (created at: \(evidence.time.goDescription)) is too old; "
                + "min height is \(minimum) and evidence can not be older than \(latest.goDescription)")
    }

    private static func invalid(_ evidence: Evidence, _ reason: String) -> BlockRejection {
        BlockRejection(.evidenceValidity, "Invalid evidence: \(reason). Evidence: \(evidence.hash)")
    }
}

extension Evidence {
    fileprivate var isAttack: Bool {
        switch self {
        case .duplicateVote: false
        case .lightClientAttack: true
        }
    }
}
