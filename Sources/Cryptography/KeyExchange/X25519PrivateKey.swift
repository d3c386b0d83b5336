import CSodium

/// A private key of X25519 (RFC 7748), held in guarded memory and never printed.
package final class X25519PrivateKey: Sendable {
    /// Bytes in a key.
    package static let size = 32

    private let secret: SecretBytes
    package let publicKey: X25519PublicKey

    /// The key with these bytes, or nil when there are not 32. The caller's own copy remains where it is.
    package convenience init?(_ bytes: [UInt8]) {
        if bytes.count != X25519PrivateKey.size { return nil }
        self.init(secret: bytes.withUnsafeBytes { SecretBytes($0) })
    }

    private init(secret: SecretBytes) {
        self.secret = secret
        publicKey = X25519PublicKey { memory in
            secret.withUnsafePointer { _ = crypto_scalarmult_curve25519_base(memory, $0) }  // always 0
        }
    }

    /// A new key from the system's generator of random bytes.
    package static func generate() -> X25519PrivateKey {
        X25519PrivateKey(secret: SecretBytes.generated(count: size))
    }

    /// The 32 bytes that both sides of an exchange come to, or nil when the other side's key is a point of low order, which
    /// makes them zero whatever our key is (RFC 7748 §6.1).
    package func sharedSecret(with other: X25519PublicKey) -> SecretBytes? {
        var isUsable = false
        let shared = SecretBytes(count: X25519PrivateKey.size) { memory in
            secret.withUnsafePointer { own in
                other.withUnsafePointer { isUsable = crypto_scalarmult_curve25519(memory, own, $0) == 0 }
            }
        }
        return isUsable ? shared : nil
    }
}

extension X25519PrivateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "X25519PrivateKey(redacted)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
