package import Chain
package import Cryptography

// The whole of a signer but its file: a simulated disk can stand where the file is.
extension SignState {
    /// The vote as this key signs it, perhaps with an earlier timestamp, and the state after it.
    ///
    /// When the state differs from this one it must be kept before the signature leaves. A precommit for a block gets
    /// a signature of its extension, also of none; whether the chain wants one is for the caller to know.
    package func signing(
        _ vote: Vote, chainID: ChainID, with key: Ed25519PrivateKey
    ) throws(SigningRefusal) -> (vote: Vote, state: SignState) {
        guard let step = SignStep(vote: vote.type) else { throw .unknownVoteType }
        var signed = vote
        var state = self
        switch try decision(for: vote, chainID: chainID) {
        case .repeated(let timestamp, let signature):
            signed.timestamp = timestamp
            signed.signature = signature
        case .sign:
            let bytes = vote.signBytes(chainID: chainID)
            signed.signature = key.sign(bytes)
            state = SignState(
                position: SignPosition(height: vote.height, round: vote.round, step: step), signBytes: bytes,
                signature: signed.signature)
        }
        signed.extensionSignature =
            vote.mayHaveExtension ? key.sign(vote.extensionSignBytes(chainID: chainID)) : .empty
        return (signed, state)
    }

    /// The proposal as this key signs it, perhaps with an earlier timestamp, and the state after it, which must be kept
    /// before the signature leaves.
    package func signing(
        _ proposal: Proposal, chainID: ChainID, with key: Ed25519PrivateKey
    ) throws(SigningRefusal) -> (proposal: Proposal, state: SignState) {
        var signed = proposal
        switch try decision(for: proposal, chainID: chainID) {
        case .repeated(let timestamp, let signature):
            signed.timestamp = timestamp
            signed.signature = signature
            return (signed, self)
        case .sign:
            let bytes = proposal.signBytes(chainID: chainID)
            signed.signature = key.sign(bytes)
            let position = SignPosition(height: proposal.height, round: proposal.round, step: .propose)
            return (signed, SignState(position: position, signBytes: bytes, signature: signed.signature))
        }
    }
}
