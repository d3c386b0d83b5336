package import Chain
import Cryptography

/// A transaction whose signatures were verified for a chain and for these account numbers. Only verifying makes one.
package struct VerifiedTransaction: Sendable {
    package let transaction: SignedTransaction
    package let chainID: ChainID
    /// The signers' account numbers, which the signatures cover; whoever uses the transaction compares them with the
    /// state's.
    package let accountNumbers: [UInt64]

    fileprivate init(_ transaction: SignedTransaction, chainID: ChainID, accountNumbers: [UInt64]) {
        self.transaction = transaction
        self.chainID = chainID
        self.accountNumbers = accountNumbers
    }
}

extension SignedTransaction {
    /// Verifies the signatures. SDK code 4 when one is wrong, in the words that Cosmos clients look for.
    ///
    /// - Parameter accountNumbers: Those of `signers`, in the same order.
    package func verified(
        chainID: ChainID, accountNumbers: [UInt64]
    ) throws(TransactionError) -> VerifiedTransaction {
        if accountNumbers.count != signers.count {
            throw TransactionError(
                .unauthorized, "\(signers.count) signers and \(accountNumbers.count) account numbers: unauthorized")
        }
        for (index, signer) in authentication.signers.enumerated() {
            let number = accountNumbers[index]
            let document = signBytes(chainID: chainID, accountNumber: number)
            // A decoded transaction has a signature of the right form for each signer, or is a simulation's.
            guard signatures[index].bytes.count == Signature.size,
                signer.publicKey.verify(signatures[index], of: document)
            else {
                throw TransactionError(
                    .unauthorized,
                    "signature verification failed; please verify account number (\(number)), sequence "
                        + "(\(signer.sequence)) and chain-id (\(chainID)): unauthorized")
            }
        }
        return VerifiedTransaction(self, chainID: chainID, accountNumbers: accountNumbers)
    }
}
