package import Chain
import Cryptography

/// Evidence of misbehaviour on its way into a block (CometBFT `evidence/pool.go`).
///
/// Votes that contradict each other are held back until the height they are for is committed: only then does evidence have
/// a time, that of the block, which all agree on. Evidence that was verified is pending until a block has it, or until it is
/// too old. What a block has is never taken again.
///
/// The pool verifies nothing: whoever adds evidence has.
package struct EvidencePool: Sendable {
    package let limits: EvidenceLimits
    /// By key.
    private var pending: [PendingEvidence] = []
    /// How many of them are about two votes of a validator.
    private var pendingOf: [Address: Int] = [:]
    /// Bytes of what is pending.
    package private(set) var byteCount = 0
    private var lastNumber: UInt64 = 0
    private var reports: [ConflictingVotes] = []
    private var committed: Set<EvidenceKey> = []
    /// The same, in the order of blocks.
    private var committedOrder: ArraySlice<EvidenceKey> = []
    /// Pieces in the last block.
    private var lastCommitted = 0
    /// What is not told yet to whoever makes it durable.
    private var changes = EvidenceChanges()

    package init(limits: EvidenceLimits = EvidenceLimits()) {
        self.limits = limits
    }

    /// Pieces that are pending.
    package var count: Int { pending.count }

    /// Pairs of votes that wait for their height to be committed.
    package var reportCount: Int { reports.count }

    /// Whether the evidence was verified and waits for a block.
    package func isPending(_ key: EvidenceKey) -> Bool { index(of: key).isFound }

    /// Whether a block has the evidence: one of the last, at least. Older ones are known to the archive of blocks.
    package func isCommitted(_ key: EvidenceKey) -> Bool { committed.contains(key) }

    // MARK: Listing

    /// Pending evidence for a block, the oldest height first, and what fits.
    ///
    /// Deviation: CometBFT stops at the first piece that does not fit, so that one which is larger than the whole limit
    /// keeps all others out until it is too old. Here it is passed over.
    ///
    /// - Parameter bytesMaximum: Bytes of the evidence in the block (`EvidenceList.byteSize`); -1 for no limit.
    package func list(bytesMaximum: Int64) -> EvidenceList {
        var bytes: Int64 = 0
        var list: [Evidence] = []
        for piece in pending {
            let sum = bytes + Int64(piece.byteSize)
            if bytesMaximum > -1 && sum > bytesMaximum { continue }
            bytes = sum
            list.append(piece.evidence)
        }
        return EvidenceList(list)
    }

    /// The first piece that came after the one with this number; 0 for the very first.
    package func next(after number: UInt64) -> PendingEvidence? {
        pending.lazy.filter { $0.number > number }.min { $0.number < $1.number }
    }

    // MARK: Coming

    /// Takes in what was pending when the process ended.
    package mutating func restore(_ evidence: [Evidence]) {
        for piece in evidence { insert(piece, piece.key) }
    }

    /// Takes in evidence that was verified.
    ///
    /// - Returns: Whether it is pending now and was not before. It is not when a block has it, and when there is no room.
    @discardableResult
    package mutating func add(_ evidence: Evidence) -> Bool {
        let key = evidence.key
        if isCommitted(key) || !insert(evidence, key) { return false }
        changes.added.append(evidence)
        return true
    }

    @discardableResult
    private mutating func insert(_ evidence: Evidence, _ key: EvidenceKey) -> Bool {
        let (place, isKnown) = index(of: key)
        if isKnown { return false }
        let piece = PendingEvidence(evidence, key: key, number: lastNumber + 1)
        if byteCount + piece.byteSize > limits.pendingBytesMaximum { return false }
        if let offender = evidence.duplicateVoter {
            // Nobody can keep out evidence against others with its own.
            let count = pendingOf[offender, default: 0]
            if count >= limits.pendingPerValidatorMaximum { return false }
            pendingOf[offender] = count + 1
        }
        lastNumber += 1
        pending.insert(piece, at: place)
        byteCount += piece.byteSize
        return true
    }

    /// Takes in two votes of one validator that contradict each other; their signatures are verified. One pair of a
    /// validator for a height, round and type is kept, the first.
    ///
    /// - Returns: Whether they were kept.
    @discardableResult
    package mutating func report(_ first: Vote, _ second: Vote) -> Bool {
        let report = ConflictingVotes(first: first, second: second)
        guard report.isContradiction, reports.count < limits.reportsMaximum else { return false }
        var count = 0
        for known in reports where known.first.validatorAddress == first.validatorAddress {
            if known.isAboutSamePlace(as: report) { return false }
            count += 1
        }
        if count >= limits.reportsPerValidatorMaximum { return false }
        reports.append(report)
        return true
    }

    // MARK: Blocks

    /// Turns reported votes of a committed height into evidence.
    ///
    /// The evidence's time is the block's. A clock's would be refused by everyone else, and so would every block of ours
    /// that has it (CVE-2021-21271).
    ///
    /// - Parameters:
    ///   - height: The committed height. Votes of lower ones whose turn has passed are dropped.
    ///   - time: The time of its block.
    ///   - validators: Who voted at it.
    /// - Returns: What is pending now and was not before.
    package mutating func formEvidence(height: Height, time: Timestamp, validators: ValidatorSet) -> [Evidence] {
        var formed: [Evidence] = []
        for report in reports where report.first.height == height {
            guard
                let evidence = try? DuplicateVoteEvidence(
                    report.first, report.second, blockTime: time, validators: validators)
            else { continue }  // whoever was no validator has nothing to lose
            if add(.duplicateVote(evidence)) { formed.append(.duplicateVote(evidence)) }
        }
        reports.removeAll { $0.first.height <= height }
        return formed
    }

    /// Notes what a block has.
    package mutating func commit(_ evidence: [Evidence]) {
        for piece in evidence {
            let key = piece.key
            remove(key)
            changes.committed.append(key)
            if committed.insert(key).inserted { committedOrder.append(key) }
        }
        // Those of this block and the one before may not be in the archive yet.
        let needed = max(limits.committedMaximum, lastCommitted + evidence.count)
        lastCommitted = evidence.count
        while committedOrder.count > needed, let oldest = committedOrder.popFirst() { committed.remove(oldest) }
    }

    /// Drops what is too old.
    ///
    /// - Parameter isExpired: Whether evidence of this height and time is; a higher one is not when a lower one is not.
    package mutating func prune(_ isExpired: (Height, Timestamp) -> Bool) {
        while let oldest = pending.first, isExpired(oldest.key.height, oldest.evidence.time) { remove(oldest.key) }
    }

    /// What is to be made durable with the block; it is told once.
    package mutating func takeChanges() -> EvidenceChanges {
        var result = changes
        result.added.removeAll { !isPending($0.key) }
        result.removed.sort()
        changes = EvidenceChanges()
        return result
    }

    private mutating func remove(_ key: EvidenceKey) {
        let (place, isFound) = index(of: key)
        if !isFound { return }
        let piece = pending.remove(at: place)
        byteCount -= piece.byteSize
        if let offender = piece.evidence.duplicateVoter {
            let count = pendingOf[offender, default: 0] - 1
            pendingOf[offender] = count > 0 ? count : nil
        }
        changes.removed.append(key)
    }

    /// Where the key stands, or would.
    private func index(of key: EvidenceKey) -> (place: Int, isFound: Bool) {
        var low = 0
        var high = pending.count
        while low < high {
            let middle = (low + high) / 2
            if pending[middle].key < key { low = middle + 1 } else { high = middle }
        }
        return (low, low < pending.count && pending[low].key == key)
    }
}

extension Evidence {
    /// Whose two votes it is about; nil for an attack on light clients.
    fileprivate var duplicateVoter: Address? {
        switch self {
        case .duplicateVote(let evidence): evidence.voteA.validatorAddress
        case .lightClientAttack: nil
        }
    }
}
