import Wire

/// A secp256k1 public key in its compressed form: 33 bytes, which need not be a point of the curve.
package struct Secp256k1PublicKey: Hashable, Sendable {
    /// Bytes in a key.
    package static let size = 33
    /// CometBFT's name of this kind of key.
    package static let typeName = "secp256k1"

    /// The 33 bytes.
    package let bytes: [UInt8]

    /// The key with these bytes, or nil when there are not 33.
    package init?(_ bytes: some Collection<UInt8>) {
        if bytes.count != Secp256k1PublicKey.size { return nil }
        self.bytes = Array(bytes)
    }

    /// RIPEMD-160 of the key's SHA-256.
    package var address: Address {
        Address(digest: RIPEMD160.hash(SHA256.hash(bytes).bytes))
    }

    /// Whether this key signed the message: ECDSA over its SHA-256, R and S of 32 bytes each, S in the lower half.
    package func verify(_ signature: Signature, of message: [UInt8]) -> Bool {
        Secp256k1Verification.isValid(signature, of: message, by: self)
    }
}

extension Secp256k1PublicKey: CustomStringConvertible {
    /// As CometBFT prints the key.
    package var description: String { "PubKeySecp256k1{\(Hex.uppercase(bytes))}" }
}
