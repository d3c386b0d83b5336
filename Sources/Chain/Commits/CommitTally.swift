import Cryptography

/// Goes through a commit's places once, finds each one's validator and adds up the power.
struct CommitTally {
    /// Which places are looked at.
    enum Scope {
        /// All votes, also those for nil; only votes for the block count.
        case votes
        /// Votes for the block.
        case votesForBlock
    }

    /// How a place's validator is found.
    enum Lookup {
        /// The commit is of this very set: by place, and the address must agree.
        case byIndex
        /// The commit may be of another set: by address; who is unknown is passed over.
        case byAddress
    }

    let validators: ValidatorSet
    let commit: Commit
    let chainID: ChainID
    let scope: Scope
    let lookup: Lookup
    /// The most power that is not enough.
    let threshold: VotingPower
    /// Whether to go on when there is enough.
    let countsAll: Bool

    /// The signatures to check, and a fault behind them.
    ///
    /// A fault is thrown at once where CometBFT verifies in a batch, and else kept for after the signatures before it.
    func verification() throws(CommitVerificationError) -> CommitVerification {
        let isBatched = isBatched
        var state = State(indices: lookup == .byAddress ? validators.indices() : [:])
        let fault = collect(into: &state, isBatched: isBatched)
        if isBatched, let fault { throw fault }
        return CommitVerification(checks: state.checks, fault: fault, commit: commit, isBatched: isBatched)
    }

    private struct State {
        let indices: [Address: Int]
        var checks: [SignatureCheck] = []
        var power = Int128(0)
        /// By validator's number, the place where it voted first.
        var voted: [Int: Int] = [:]
        var latest: Validator?
    }

    private func collect(into state: inout State, isBatched: Bool) -> CommitVerificationError? {
        for (index, place) in commit.signatures.enumerated() {
            switch scope {
            case .votes where place.flag == .absent: continue
            case .votesForBlock where place.flag != .commit: continue
            default: break
            }
            if !isBatched && (try? place.validate()) == nil {
                return .malformedSignature(index: index, validator: state.latest)
            }
            do {
                state.latest = try validator(of: place, at: index, &state)
                guard let validator = state.latest else { continue }
                if isBatched && place.signature.bytes.count != CommitTally.batchSignatureSize {
                    return .wrongSignatureLength
                }
                state.checks.append(
                    SignatureCheck(
                        index: index, publicKey: validator.publicKey,
                        message: commit.voteSignBytes(chainID: chainID, at: index) ?? [], signature: place.signature))
                if place.flag == .commit { state.power += Int128(validator.votingPower.rawValue) }
            } catch {
                return error
            }
            if !countsAll && state.power > Int128(threshold.rawValue) { return nil }
        }
        if state.power > Int128(threshold.rawValue) { return nil }
        return .insufficientPower(got: VotingPower(Int64(clamping: state.power)), neededMoreThan: threshold)
    }

    private func validator(
        of place: CommitSig, at index: Int, _ state: inout State
    ) throws(CommitVerificationError) -> Validator? {
        switch lookup {
        case .byIndex:
            guard let validator = validators.validator(at: index) else { return nil }
            if validator.address != place.validatorAddress {
                throw .addressMismatch(index: index, expected: validator.address, actual: place.validatorAddress)
            }
            return validator
        case .byAddress:
            guard let address = place.validatorAddress, let number = state.indices[address],
                let validator = validators.validator(at: number)
            else { return nil }
            if let first = state.voted.updateValue(index, forKey: number) {
                throw .doubleVote(validator, firstIndex: first, secondIndex: index)
            }
            return validator
        }
    }

    /// Bytes in the signatures that CometBFT's batch verification takes, Ed25519's.
    private static let batchSignatureSize = 64

    /// Whether CometBFT would verify in a batch (`shouldBatchVerify`): from two places on, when all keys are Ed25519's.
    private var isBatched: Bool {
        commit.signatures.count >= 2 && !validators.isEmpty
            && validators.validators.allSatisfy { if case .ed25519 = $0.publicKey { true } else { false } }
    }
}
