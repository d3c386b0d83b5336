package import Chain
package import Cryptography

/// A proposal whose signature was checked, with the key that checks it.
///
/// As with votes, the only way to have one is to verify; the machine compares the key with the proposer's.
package struct VerifiedProposal: Sendable {
    package let proposal: Proposal
    /// The key under which the signature is valid.
    package let publicKey: PublicKey
    /// The chain whose sign bytes were verified.
    package let chainID: ChainID

    /// - Parameter isValid: Whether a signature is the key's over a message, where somebody knows; nil to check it.
    /// - Returns: nil when the signature is not the key's over the proposal's canonical bytes.
    package init?(
        verifying proposal: Proposal, chainID: ChainID, publicKey: PublicKey,
        isValid: ((_ signature: Signature, _ message: [UInt8]) -> Bool)? = nil
    ) {
        let isValid = isValid ?? publicKey.verify
        guard isValid(proposal.signature, proposal.signBytes(chainID: chainID)) else { return nil }
        self.proposal = proposal
        self.publicKey = publicKey
        self.chainID = chainID
    }
}
