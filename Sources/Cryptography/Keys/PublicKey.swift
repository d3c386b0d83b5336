/// The public key of a validator or node.
package enum PublicKey: Hashable, Sendable {
    case ed25519(Ed25519PublicKey)
    case secp256k1(Secp256k1PublicKey)

    /// The key's own bytes: 32 for Ed25519, 33 for secp256k1.
    package var bytes: [UInt8] {
        switch self {
        case .ed25519(let key): key.bytes
        case .secp256k1(let key): key.bytes
        }
    }

    /// CometBFT's name of the kind of key, as in the consensus parameters.
    package var typeName: String {
        switch self {
        case .ed25519: Ed25519PublicKey.typeName
        case .secp256k1: Secp256k1PublicKey.typeName
        }
    }

    /// The address derived from the key; computed anew each time.
    package var address: Address {
        switch self {
        case .ed25519(let key): key.address
        case .secp256k1(let key): key.address
        }
    }

    /// Whether this key signed the message, with the verdicts of CometBFT's `VerifySignature`.
    package func verify(_ signature: Signature, of message: [UInt8]) -> Bool {
        switch self {
        case .ed25519(let key): key.verify(signature, of: message)
        case .secp256k1(let key): key.verify(signature, of: message)
        }
    }
}

extension PublicKey: CustomStringConvertible {
    /// As CometBFT prints the key.
    package var description: String {
        switch self {
        case .ed25519(let key): key.description
        case .secp256k1(let key): key.description
        }
    }
}
