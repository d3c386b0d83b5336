package import ABCI
package import Chain
import Cryptography
import Transactions

extension ContentRegistry: SignatureVerifying {
    /// With the account numbers and by the version of messages of the committed state: whoever uses the proof compares
    /// both with those of its own.
    package func verifySignatures(of transaction: Transaction) -> SignatureProof? {
        guard let committed,
            let decoded = try? SignedTransaction(transaction.bytes, version: version(of: committed))
        else { return nil }
        var numbers: [UInt64] = []
        for signer in decoded.signers {
            guard let account = try? committed.map.account(signer) else {
                // The first transaction of an account is signed for number 0.
                numbers.append(0)
                continue
            }
            numbers.append(account.number)
        }
        guard let verified = try? decoded.verified(chainID: committed.last.chainID, accountNumbers: numbers) else {
            return nil
        }
        return SignatureProof(transaction: decoded.hash, content: verified)
    }

    package mutating func take(_ proofs: [SignatureProof]) {
        for proof in proofs {
            if let transaction = proof.content as? VerifiedTransaction { verified[proof.transaction] = transaction }
        }
    }
}
