import CSodium

/// An integer below the order of edwards25519's prime-order subgroup, 32 bytes little-endian.
struct EdwardsScalar {
    let bytes: [UInt8]

    /// The scalar with these 32 bytes, which the caller knows to be below the group order.
    init(canonical bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// k = SHA-512(R || A || message), reduced (RFC 8032 §5.1.7). R and A go in as they were received.
    init(challengeOf signature: Signature, message: [UInt8], key: Ed25519PublicKey) {
        var state = crypto_hash_sha512_state()
        var digest = [UInt8](repeating: 0, count: 64)
        crypto_hash_sha512_init(&state)
        crypto_hash_sha512_update(&state, signature.bytes, 32)
        crypto_hash_sha512_update(&state, key.bytes, 32)
        crypto_hash_sha512_update(&state, message, UInt64(message.count))
        crypto_hash_sha512_final(&state, &digest)
        var reduced = [UInt8](repeating: 0, count: 32)
        crypto_core_ed25519_scalar_reduce(&reduced, digest)
        bytes = reduced
    }

    var isZero: Bool { bytes.allSatisfy { $0 == 0 } }

    /// The product, reduced.
    func multiplied(by other: EdwardsScalar) -> EdwardsScalar {
        var result = [UInt8](repeating: 0, count: 32)
        crypto_core_ed25519_scalar_mul(&result, bytes, other.bytes)
        return EdwardsScalar(canonical: result)
    }
}
