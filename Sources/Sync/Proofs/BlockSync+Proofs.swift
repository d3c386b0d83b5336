import Chain
import Cryptography
import PeerMessages

// From a block that somebody gave to one that is executed.
extension BlockSync {
    /// A peer gives a block. The first answer counts; what was not asked for costs the connection, as in CometBFT.
    mutating func receive(_ response: BlockResponse, _ index: Int, at now: Nanoseconds) {
        let id = peers[index].id
        let height = response.block.height
        let byteCount = response.byteCount
        guard peers[index].give(height, bytes: byteCount, at: now) else {
            return drop(id, "it gave block \(height), which nobody asked it for", at: now)
        }
        if let extended = response.extendedCommit, extended.height != height {
            return drop(id, "its block \(height) came with a commit of height \(extended.height)", at: now)
        }
        // What is large once may be again; what is small for long will stay so.
        expectedBytes = max(byteCount, expectedBytes - expectedBytes / 8, 1)
        guard let slot = slotIndex(of: height) else { return }
        slots[slot].asked.removeAll { $0 == id }
        guard slots[slot].received == nil, !slots[slot].avoided.contains(id) else { return }
        // Others' answers may still come.
        for other in slots[slot].asked {
            if let place = self.index(of: other) { peers[place].forget(height, at: now) }
        }
        slots[slot].asked = []
        slots[slot].received = BlockSlot.Received(response, from: id, byteCount: byteCount)
        heldBytes += byteCount
    }

    // MARK: Examining

    /// Has everything examined that can be now.
    mutating func examine() {
        for index in slots.indices.dropLast() where mayNeedExamination(index) {
            guard let first = slots[index].received, let commit = slots[index + 1].received?.response.block.lastCommit,
                let (validators, assumption) = validators(ofSlot: index, first.response.block.header)
            else { continue }
            lastExamination += 1
            slots[index].proof = .examining(lastExamination, assumption)
            emit(
                .examine(
                    CommitExamination(
                        number: lastExamination, chainID: point.chainID, block: first.response.block, commit: commit,
                        extendedCommit: first.response.extendedCommit,
                        extensionsAreEnabled: assumption.extensionsAreEnabled, validators: validators,
                        faultModel: point.faultModel)))
        }
    }

    /// What was found for a height further on is looked at again when it is next and its validators are known: a proof only
    /// if they are others.
    private func mayNeedExamination(_ index: Int) -> Bool {
        switch slots[index].proof {
        case .none: true
        case .examining: false
        case .refuted: index == 0
        case .proven(_, let made): index == 0 && made != assumptionOfNext
        }
    }

    /// Who signs a height: known of the next one, and of others as far as their headers name a set that we know.
    private func validators(
        ofSlot index: Int, _ header: Header
    ) -> (validators: ValidatorSet, assumption: BlockSlot.Assumption)? {
        let isExtended = point.parameters.voteExtensionsEnabled(at: header.height)
        func known(_ set: ValidatorSet, _ hash: Hash) -> (ValidatorSet, BlockSlot.Assumption) {
            (set, BlockSlot.Assumption(validatorsHash: hash, extensionsAreEnabled: isExtended))
        }
        if index == 0 { return known(point.validators, validatorHashes.next) }
        if index == 1 || header.validatorsHash == validatorHashes.afterNext {
            return known(point.nextValidators, validatorHashes.afterNext)
        }
        if header.validatorsHash == validatorHashes.next { return known(point.validators, validatorHashes.next) }
        return nil
    }

    /// Takes in what came of an examination.
    mutating func note(_ finding: CommitFinding, at now: Nanoseconds) {
        guard let index = slotIndex(of: finding.height), case .examining(let number, let made) = slots[index].proof,
            number == finding.number
        else { return }
        if case .proven(let block) = finding.verdict {
            slots[index].proof = .proven(block, made)
        } else {
            slots[index].proof = .refuted(made)
        }
        guard index == 0, made == assumptionOfNext else { return }
        switch finding.verdict {
        case .proven: return
        case .falseCommit(let text): reject(1, "its block's last commit does not stand: \(text)", at: now)
        case .falseBlock(let text): reject(0, "its block is false: \(text)", at: now)
        }
    }

    private var assumptionOfNext: BlockSlot.Assumption {
        BlockSlot.Assumption(
            validatorsHash: validatorHashes.next,
            extensionsAreEnabled: point.parameters.voteExtensionsEnabled(at: point.next))
    }

    /// A block is false for certain: whoever gave it lied, and everything else it gave is fetched anew.
    private mutating func reject(_ place: Int, _ reason: String, at now: Nanoseconds) {
        guard slots.indices.contains(place), let liar = slots[place].received?.from else { return }
        for index in slots.indices where slots[index].received?.from == liar {
            heldBytes -= slots[index].received?.byteCount ?? 0
            slots[index].discard()
            // The proof of the height before was made with the last commit of this one.
            if index > 0, !slots[index - 1].isProven { slots[index - 1].proof = .none }
        }
        slots[0].proof = .none
        drop(liar, "height \(height(ofSlot: place)): \(reason)", at: now)
    }

    // MARK: Executing

    /// Hands on the next block when it is proven.
    mutating func applyNext(at now: Nanoseconds) {
        guard !isApplying, case .proven(var block, let made)? = slots.first?.proof, made == assumptionOfNext else {
            return
        }
        isApplying = true
        block.lastCommitIsVerified = lastProof != nil && block.block.lastCommit == lastProof
        lastProof = block.proof
        emit(.apply(block))
    }

    /// The next block has been executed: the one after it is next.
    mutating func passNext(at now: Nanoseconds) {
        guard let first = slots.first else { return }
        slots.removeFirst()
        heldBytes -= first.received?.byteCount ?? 0
        guard let giver = first.received?.from, let index = index(of: giver) else { return }
        peers[index].hasDelivered = true
    }
}

extension BlockResponse {
    /// About how much memory it takes. Signatures, evidence and headers are of bounded size; transactions and extensions
    /// are not.
    var byteCount: Int {
        let transactions = block.data.transactions.reduce(0) { $0 + $1.bytes.count + 8 }
        let extensions = extendedCommit?.signatures.reduce(0) { $0 + $1.extension.count + 256 } ?? 0
        return 1_024 + transactions + extensions + (block.lastCommit?.signatures.count ?? 0) * 128
            + block.evidence.count * 1_024
    }
}
