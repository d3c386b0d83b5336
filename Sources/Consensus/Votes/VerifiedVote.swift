package import Chain
package import Cryptography

/// A vote whose signatures were checked, with the key that checks them.
///
/// The only way to have one is to verify: so a signature is checked once, outside the machine, and never taken on trust.
/// Who counts the vote still compares `publicKey` with the validator's at that index and height.
package struct VerifiedVote: Hashable, Sendable {
    package let vote: Vote
    /// The key under which the vote's signature is valid.
    package let publicKey: PublicKey
    /// The chain whose sign bytes were verified.
    package let chainID: ChainID
    /// Whether the vote extension's signature was verified too; false when the vote carries none.
    package let extensionIsVerified: Bool

    /// Verifies a vote, and its extension's signature when there is one.
    ///
    /// - Parameter isValid: Whether a signature is the key's over a message, where somebody knows; nil to check it.
    /// - Returns: nil when a signature is not the key's over the vote's canonical bytes.
    package init?(
        verifying vote: Vote, chainID: ChainID, publicKey: PublicKey,
        isValid: ((_ signature: Signature, _ message: [UInt8]) -> Bool)? = nil
    ) {
        let isValid = isValid ?? publicKey.verify
        guard isValid(vote.signature, vote.signBytes(chainID: chainID)) else { return nil }
        if vote.extensionSignature.bytes.isEmpty {
            extensionIsVerified = false
        } else {
            guard isValid(vote.extensionSignature, vote.extensionSignBytes(chainID: chainID)) else { return nil }
            extensionIsVerified = true
        }
        self.vote = vote
        self.publicKey = publicKey
        self.chainID = chainID
    }
}
