import CSecp256k1
import Invariants

/// A secp256k1 private key, held in guarded memory and never printed.
package final class Secp256k1PrivateKey: Sendable {
    /// Bytes in a key.
    package static let size = 32

    private let secret: SecretBytes
    package let publicKey: Secp256k1PublicKey

    /// The key with this number, 32 bytes big-endian; nil when it is zero or not below the group order, or not 32 bytes.
    package convenience init?(_ bytes: [UInt8]) {
        self.init(secret: bytes.withUnsafeBytes { SecretBytes($0) })
    }

    /// The key with this number.
    init?(secret: SecretBytes) {
        if secret.count != Secp256k1PrivateKey.size { return nil }
        let context = Secp256k1Context.shared.pointer
        var point = secp256k1_pubkey()
        let isKey = secret.withUnsafePointer { secp256k1_ec_pubkey_create(context, &point, $0) == 1 }
        if !isKey { return nil }
        var compressed = [UInt8](repeating: 0, count: Secp256k1PublicKey.size)
        var count = compressed.count
        secp256k1_ec_pubkey_serialize(context, &compressed, &count, &point, UInt32(SECP256K1_EC_COMPRESSED))
        guard let publicKey = Secp256k1PublicKey(compressed) else { return nil }
        self.secret = secret
        self.publicKey = publicKey
    }

    /// A new key from the system's generator of random bytes.
    package static func generate() -> Secp256k1PrivateKey {
        // One number in 2^128 is no key.
        while true {
            if let key = Secp256k1PrivateKey(secret: SecretBytes.generated(count: size)) { return key }
        }
    }

    /// The signature of the message's SHA-256, R then S in the lower half; the same one every time (RFC 6979).
    package func sign(_ message: [UInt8]) -> Signature {
        let context = Secp256k1Context.shared.pointer
        var signature = secp256k1_ecdsa_signature()
        let digest = SHA256.hash(message).bytes
        let isSigned = secret.withUnsafePointer { number in
            secp256k1_ecdsa_sign(context, &signature, digest, number, nil, nil) == 1
        }
        invariant(isSigned, "a valid secp256k1 key signs")
        var compact = [UInt8](repeating: 0, count: Signature.size)
        secp256k1_ecdsa_signature_serialize_compact(context, &compact, &signature)
        return Signature(compact)
    }

    /// The secret number, for writing a key file.
    package func withExportedBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try secret.withUnsafeBytes(body)
    }
}

extension Secp256k1PrivateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "Secp256k1PrivateKey(redacted, \(publicKey))" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
