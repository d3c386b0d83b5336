package import Cryptography
import Invariants

/// What two ephemeral keys agree on (CometBFT `deriveSecrets`, and the Merlin transcript of the exchange): a key for each
/// direction, and what both sides sign to prove who they are.
package struct SessionKeys: Sendable {
    package let receiving: ChaCha20Poly1305
    package let sending: ChaCha20Poly1305
    /// 32 bytes that no other exchange has.
    package let challenge: [UInt8]

    private static let info = Array("TENDERMINT_SECRET_CONNECTION_KEY_AND_CHALLENGE_GEN".utf8)

    /// - Throws: `lowOrderPoint` when the peer's key makes the secret the same whatever ours is.
    package init(own: X25519PrivateKey, peer: X25519PublicKey) throws(SecretConnectionError) {
        guard let secret = own.sharedSecret(with: peer) else { throw .lowOrderPoint }
        let isLower = own.publicKey < peer
        var transcript = MerlinTranscript("TENDERMINT_SECRET_CONNECTION_TRANSCRIPT_HASH")
        transcript.append((isLower ? own.publicKey : peer).bytes, as: "EPHEMERAL_LOWER_PUBLIC_KEY")
        transcript.append((isLower ? peer : own.publicKey).bytes, as: "EPHEMERAL_UPPER_PUBLIC_KEY")
        transcript.append(secret, as: "DH_SECRET")
        challenge = transcript.challenge("SECRET_CONNECTION_MAC", count: 32)
        // The last 32 of 96 bytes are an older protocol's challenge, and unused; HKDF's bytes do not depend on the count.
        let keys = HKDF.derive(from: secret, info: SessionKeys.info, count: 64)
        (receiving, sending) = keys.withUnsafeBytes { bytes in
            let first = SessionKeys.key(bytes[..<32]), second = SessionKeys.key(bytes[32...])
            return isLower ? (first, second) : (second, first)
        }
    }

    private static func key(_ bytes: Slice<UnsafeRawBufferPointer>) -> ChaCha20Poly1305 {
        guard let key = ChaCha20Poly1305(SecretBytes(UnsafeRawBufferPointer(rebasing: bytes))) else {
            brokenInvariant("half of 64 bytes are 32")
        }
        return key
    }
}
