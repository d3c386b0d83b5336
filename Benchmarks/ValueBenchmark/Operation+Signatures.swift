import CSodium
import Chain
import Cryptography

extension Operation {
    /// Ed25519 and secp256k1 over messages of a vote's size.
    static var signatures: [Operation] {
        let message = Sample.vote.signBytes(chainID: Sample.chainID)
        let key = Sample.key, publicKey = key.publicKey, signature = key.sign(message)
        let wrong = key.sign([1])
        let publicBytes = publicKey.bytes, account = Sample.accountKey
        let accountSignature = account.sign(message)
        return [
            Operation("Ed25519 sign") { key.sign(message) },
            Operation("Ed25519 verify, libsodium alone") {
                crypto_sign_verify_detached(signature.bytes, message, UInt64(message.count), publicBytes)
            },
            Operation("Ed25519 verify, fast path") { publicKey.verify(signature, of: message) },
            Operation("Ed25519 verify, exact path (ZIP-215)") {
                Ed25519Verification.isValidExact(signature, of: message, by: publicKey)
            },
            Operation("Ed25519 verify, wrong signature") { publicKey.verify(wrong, of: message) },
            Operation("secp256k1 sign") { account.sign(message) },
            Operation("secp256k1 verify") { account.publicKey.verify(accountSignature, of: message) },
            Operation("address of an Ed25519 key") { publicKey.address },
        ]
    }
}
