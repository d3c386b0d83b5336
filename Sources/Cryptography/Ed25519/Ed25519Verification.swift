import CSodium

/// Whether an Ed25519 signature is valid by ZIP-215 (https://zips.z.cash/zip-0215), the rule CometBFT and so every
/// other node follows: a node with another rule could be split from the chain by a crafted signature.
///
/// libsodium's own rule is stricter. It demands the equation R = [S]B - [k]A byte for byte, with a canonical A of no
/// small order and an R of no small order; multiplied by eight, the same equation is that of ZIP-215. So what it
/// accepts is valid, provided S is below the group order, and only what it rejects is looked at again.
package enum Ed25519Verification {
    /// Whether the signature is valid: the fast answer if it is yes, the exact one otherwise, which takes about four
    /// times as long.
    package static func isValid(_ signature: Signature, of message: [UInt8], by key: Ed25519PublicKey) -> Bool {
        isValidFast(signature, of: message, by: key) || isValidExact(signature, of: message, by: key)
    }

    /// Whether libsodium's stricter rule accepts the signature. False says nothing about ZIP-215.
    package static func isValidFast(_ signature: Signature, of message: [UInt8], by key: Ed25519PublicKey) -> Bool {
        Sodium.makeReady()
        // libsodium checks S too, but not when it was built for compatibility with older versions.
        if !hasCanonicalScalar(signature) { return false }
        return key.withUnsafePointer { point in
            crypto_sign_verify_detached(signature.bytes, message, UInt64(message.count), point) == 0
        }
    }

    /// Whether ZIP-215 accepts the signature: S is below the group order, A and R are points of the curve in any
    /// encoding, and [8][S]B = [8]R + [8][k]A.
    package static func isValidExact(_ signature: Signature, of message: [UInt8], by key: Ed25519PublicKey) -> Bool {
        Sodium.makeReady()
        guard hasCanonicalScalar(signature),
            let commitment = EdwardsPoint(multiplyingByEight: Array(signature.bytes[..<32])),
            let point = EdwardsPoint(multiplyingByEight: key.bytes)
        else { return false }
        var eight = [UInt8](repeating: 0, count: 32)
        eight[0] = 8
        let scalar = EdwardsScalar(canonical: Array(signature.bytes[32...]))
        let challenge = EdwardsScalar(challengeOf: signature, message: message, key: key)
        guard let left = EdwardsPoint(base: scalar.multiplied(by: EdwardsScalar(canonical: eight))),
            let product = point.multiplied(by: challenge),
            let right = commitment.adding(product)
        else { return false }
        return left == right
    }

    /// The order of the group that the base point generates, little-endian (RFC 8032 §5.1: 2^252 + 277…493).
    private static let groupOrder: [UInt8] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
        0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10,
    ]

    /// Whether these are 64 bytes whose second half, S, is below the group order.
    private static func hasCanonicalScalar(_ signature: Signature) -> Bool {
        let bytes = signature.bytes
        if bytes.count != Signature.size { return false }
        for position in stride(from: 31, through: 0, by: -1) {
            if bytes[32 + position] < groupOrder[position] { return true }
            if bytes[32 + position] > groupOrder[position] { return false }
        }
        return false
    }
}
