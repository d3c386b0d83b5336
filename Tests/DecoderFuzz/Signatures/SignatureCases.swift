import CSodium
import Cryptography
import Wire

/// A signature to check.
struct SignatureAttempt: CustomStringConvertible {
    let signature: Signature
    let message: [UInt8]
    let key: Ed25519PublicKey

    var description: String {
        "key \(Hex.lowercase(key.bytes)) message \(Hex.lowercase(message)) signature \(Hex.lowercase(signature.bytes))"
    }
}

/// Signatures of every kind that the two rules could disagree about.
struct SignatureCases {
    var generator: SeededGenerator

    /// A signature, and whether ZIP-215 accepts it where that is known.
    mutating func next() -> (SignatureAttempt, isValid: Bool?) {
        let message = generator.bytes(generator.below(200))
        switch generator.below(8) {
        case 0: return (honest(message), true)
        case 1, 2, 3: return (flipped(honest(message)), false)
        case 4: return (nowhere(message), nil)
        case 5: return (ofSmallOrder(message), true)
        default: return (ofMixedOrder(message), true)
        }
    }

    private mutating func honest(_ message: [UInt8]) -> SignatureAttempt {
        guard let key = Ed25519PrivateKey(seed: generator.bytes(32)) else { preconditionFailure("32 bytes") }
        return SignatureAttempt(signature: key.sign(message), message: message, key: key.publicKey)
    }

    /// One bit of signature, key or message changed.
    private mutating func flipped(_ attempt: SignatureAttempt) -> SignatureAttempt {
        var signature = attempt.signature.bytes, message = attempt.message, key = attempt.key.bytes
        let position = generator.below(64 + 32 + message.count), bit: UInt8 = 1 << UInt8(generator.below(8))
        switch position {
        case 0..<64: signature[position] ^= bit
        case 64..<96: key[position - 64] ^= bit
        default: message[position - 96] ^= bit
        }
        return SignatureAttempt(signature: Signature(signature), message: message, key: publicKey(key))
    }

    /// Random bytes, S below the group order most of the time.
    private mutating func nowhere(_ message: [UInt8]) -> SignatureAttempt {
        var signature = generator.bytes(64)
        if generator.below(4) > 0 { signature[63] &= 0x0f }
        return SignatureAttempt(
            signature: Signature(signature), message: message, key: publicKey(generator.bytes(32)))
    }

    /// A and R of small order, canonical or not, and S zero: valid whatever the message.
    private mutating func ofSmallOrder(_ message: [UInt8]) -> SignatureAttempt {
        let encodings = SmallOrderPoint.encodings
        let commitment = encodings[generator.below(encodings.count)]
        return SignatureAttempt(
            signature: Signature(commitment + [UInt8](repeating: 0, count: 32)), message: message,
            key: publicKey(encodings[generator.below(encodings.count)]))
    }

    /// An honest signature whose A, and now and then R, has a point of small order added: valid by ZIP-215, and by the
    /// stricter rule only when the added points happen to cancel.
    private mutating func ofMixedOrder(_ message: [UInt8]) -> SignatureAttempt {
        let torsion = SmallOrderPoint.canonical
        let secret = Ed25519Arithmetic.reduced(generator.bytes(64)),
            nonce = Ed25519Arithmetic.reduced(generator.bytes(64))
        let key = Ed25519Arithmetic.sum(
            Ed25519Arithmetic.multiple(secret), torsion[generator.below(torsion.count)])
        let added = generator.below(2) == 0 ? torsion[0] : torsion[generator.below(torsion.count)]
        let commitment = Ed25519Arithmetic.sum(Ed25519Arithmetic.multiple(nonce), added)
        let challenge = Ed25519Arithmetic.challenge(commitment, key, message)
        let response = Ed25519Arithmetic.scalarSum(nonce, Ed25519Arithmetic.product(challenge, secret))
        return SignatureAttempt(
            signature: Signature(commitment + response), message: message, key: publicKey(key))
    }

    private func publicKey(_ bytes: [UInt8]) -> Ed25519PublicKey {
        guard let key = Ed25519PublicKey(bytes) else { preconditionFailure("a key has 32 bytes") }
        return key
    }
}
