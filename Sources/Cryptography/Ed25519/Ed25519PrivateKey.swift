import CSodium

/// An Ed25519 private key (RFC 8032), held in guarded memory and never printed.
package final class Ed25519PrivateKey: Sendable {
    /// Bytes in a seed.
    package static let seedSize = 32
    /// Bytes in CometBFT's form of a key: the seed, then the public key.
    package static let size = 64

    /// The seed, then the public key.
    private let secret: SecretBytes
    package let publicKey: Ed25519PublicKey

    /// The key of this seed, or nil when it is not 32 bytes. The caller's own copy of the seed remains where it is.
    package convenience init?(seed: [UInt8]) {
        if seed.count != Ed25519PrivateKey.seedSize { return nil }
        self.init(secretSeed: seed.withUnsafeBytes { SecretBytes($0) })
    }

    /// The key in CometBFT's form, seed then public key, or nil when it is not 64 bytes or the halves do not belong
    /// together.
    ///
    /// Deviation: CometBFT takes any second half. Such a key signs nothing that verifies, and with the same seed under
    /// two public halves it gives the seed away.
    package convenience init?(seedAndPublicKey bytes: [UInt8]) {
        if bytes.count != Ed25519PrivateKey.size { return nil }
        let seed = bytes.withUnsafeBytes { all in
            SecretBytes(UnsafeRawBufferPointer(rebasing: all[..<Ed25519PrivateKey.seedSize]))
        }
        self.init(secretSeed: seed)
        if publicKey != Ed25519PublicKey(bytes[Ed25519PrivateKey.seedSize...]) { return nil }
    }

    private init(secretSeed seed: SecretBytes) {
        var publicBytes = [UInt8](repeating: 0, count: Ed25519PublicKey.size)
        secret = SecretBytes(count: Ed25519PrivateKey.size) { keyPair in
            seed.withUnsafePointer { seed in
                _ = crypto_sign_seed_keypair(&publicBytes, keyPair, seed)  // always 0
            }
        }
        publicKey = Ed25519PublicKey { $0.update(from: publicBytes, count: Ed25519PublicKey.size) }
    }

    /// A new key from the system's generator of random bytes.
    package static func generate() -> Ed25519PrivateKey {
        Ed25519PrivateKey(secretSeed: SecretBytes.generated(count: seedSize))
    }

    /// The 64-byte signature of the message; the same one every time.
    package func sign(_ message: [UInt8]) -> Signature {
        var signature = [UInt8](repeating: 0, count: Signature.size)
        secret.withUnsafePointer { key in
            _ = crypto_sign_detached(&signature, nil, message, UInt64(message.count), key)  // always 0
        }
        return Signature(signature)
    }

    /// The secret in CometBFT's form, seed then public key, for writing a key file.
    package func withExportedSeedAndPublicKey<Result>(
        _ body: (UnsafeRawBufferPointer) throws -> Result
    ) rethrows -> Result {
        try secret.withUnsafeBytes(body)
    }
}

extension Ed25519PrivateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "Ed25519PrivateKey(redacted, \(publicKey))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
