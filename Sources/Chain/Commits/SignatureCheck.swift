package import Cryptography

/// A signature of a commit that is still to be verified: everything that takes, and nothing else, so that many can be
/// verified side by side.
package struct SignatureCheck: Hashable, Sendable {
    /// The signature's place in the commit.
    package let index: Int
    package let publicKey: PublicKey
    /// The vote's sign bytes.
    package let message: [UInt8]
    package let signature: Signature

    /// Whether the key signed the message. Costly.
    package func verify() -> Bool { publicKey.verify(signature, of: message) }
}
