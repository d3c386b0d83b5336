package import Chain
package import Cryptography

/// An application whose transactions carry signatures.
///
/// Verifying them takes longer than all else that is done with a transaction, and needs no order. Whoever runs the
/// application lets copies of it verify on several threads, once for each transaction, and hands over what was found
/// before the call that wants to know. An application that is told nothing verifies by itself: answers never depend on it.
package protocol SignatureVerifying: Application {
    /// Verifies the transaction's signatures by the committed state. On any thread.
    ///
    /// - Returns: nil when they are wrong or cannot be verified yet; the call itself finds out why.
    func verifySignatures(of transaction: Transaction) -> SignatureProof?

    /// Takes what was found, for the call that comes next.
    mutating func take(_ proofs: [SignatureProof])
}

/// That the signatures of a transaction were verified. Only the application that made it knows what it says.
package struct SignatureProof: Sendable {
    /// The transaction's hash.
    package let transaction: Hash
    /// What the application made of the transaction.
    package let content: any Sendable

    package init(transaction: Hash, content: any Sendable) {
        self.transaction = transaction
        self.content = content
    }
}
