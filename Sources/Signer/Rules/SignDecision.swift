package import Chain
package import Cryptography

/// What a key may do about a vote or proposal.
package enum SignDecision: Hashable, Sendable {
    /// Nothing was signed there: sign, and keep the new state before the signature leaves.
    case sign
    /// The same was signed before, with this timestamp: give that signature again.
    case repeated(timestamp: Timestamp, signature: Signature)
}

extension SignState {
    /// Whether this vote may be signed, by the rules of CometBFT's `privval/file.go`. The extension is no part of it:
    /// it may come out differently each time the application is asked, and is signed anew.
    package func decision(for vote: Vote, chainID: ChainID) throws(SigningRefusal) -> SignDecision {
        guard let step = SignStep(vote: vote.type) else { throw .unknownVoteType }
        let isSame = try isRepetition(SignPosition(height: vote.height, round: vote.round, step: step))
        if !vote.extension.isEmpty && !vote.mayHaveExtension { throw .unexpectedExtension }
        if !isSame { return .sign }
        return try repetition(of: vote.timestamp, in: .vote) { timestamp in
            var signed = vote
            signed.timestamp = timestamp
            return signed.signBytes(chainID: chainID)
        }
    }

    /// Whether this proposal may be signed, by the same rules.
    package func decision(for proposal: Proposal, chainID: ChainID) throws(SigningRefusal) -> SignDecision {
        let position = SignPosition(height: proposal.height, round: proposal.round, step: .propose)
        if try !isRepetition(position) { return .sign }
        return try repetition(of: proposal.timestamp, in: .proposal) { timestamp in
            var signed = proposal
            signed.timestamp = timestamp
            return signed.signBytes(chainID: chainID)
        }
    }

    /// Whether this is the last position itself; one before it is refused.
    private func isRepetition(_ wanted: SignPosition) throws(SigningRefusal) -> Bool {
        let last = position
        if wanted > last { return false }
        if wanted.height < last.height {
            throw .heightRegression(got: wanted.height, last: last.height)
        }
        if wanted.round < last.round {
            throw .roundRegression(height: last.height, got: wanted.round, last: last.round)
        }
        if wanted.step < last.step {
            throw .stepRegression(height: last.height, round: last.round, got: wanted.step, last: last.step)
        }
        if signBytes.isEmpty { throw .noSignBytes }
        return true
    }

    /// The earlier signature, if what was signed then is what would be signed now but for the timestamp.
    ///
    /// - Parameter signBytes: What would be signed with a timestamp. Both sides are written by the same rules, so that
    ///   equal content means equal bytes.
    private func repetition(
        of timestamp: Timestamp, in form: CanonicalForm, signBytes wanted: (Timestamp) -> [UInt8]
    ) throws(SigningRefusal) -> SignDecision {
        if wanted(timestamp) == signBytes { return .repeated(timestamp: timestamp, signature: signature) }
        guard let earlier = form.timestamp(in: signBytes), wanted(earlier) == signBytes else {
            throw .conflictingData
        }
        return .repeated(timestamp: earlier, signature: signature)
    }
}
