import CSecp256k1

/// A private key of a tree of keys (BIP-32): the key, and the chain code from which its children are made.
package final class ExtendedPrivateKey: Sendable {
    /// Added to the number of a child that only the private key can make.
    private static let hardened: UInt32 = 0x8000_0000
    private static let size = 32

    /// The key, then the chain code.
    private let secret: SecretBytes
    /// The key alone.
    package let privateKey: Secp256k1PrivateKey

    /// The root of the tree of a seed, or nil for one seed in 2^127.
    package convenience init?(seed: SecretBytes) {
        let name = Array("Bitcoin seed".utf8)
        self.init(
            SecretBytes(count: HMACSHA512.size) { code in
                var hasher = name.withUnsafeBytes { HMACSHA512(key: $0) }
                seed.withUnsafeBytes { hasher.update($0) }
                hasher.finalize(into: code)
            })
    }

    private init?(_ secret: SecretBytes) {
        let key = secret.withUnsafeBytes {
            SecretBytes(UnsafeRawBufferPointer(rebasing: $0[..<ExtendedPrivateKey.size]))
        }
        guard let privateKey = Secp256k1PrivateKey(secret: key) else { return nil }
        self.secret = secret
        self.privateKey = privateKey
    }

    /// The child of this number, or nil for one in 2^127.
    ///
    /// - Parameters:
    ///   - index: Below 2^31.
    ///   - isHardened: Written with an apostrophe: not even the parent's public key and chain code make it.
    package func child(_ index: UInt32, isHardened: Bool) -> ExtendedPrivateKey? {
        let number = (index & ~ExtendedPrivateKey.hardened) | (isHardened ? ExtendedPrivateKey.hardened : 0)
        var isKey = false
        let child = SecretBytes(count: HMACSHA512.size) { code in
            secret.withUnsafePointer { parent in
                let chainCode = UnsafeRawBufferPointer(
                    start: parent + ExtendedPrivateKey.size, count: ExtendedPrivateKey.size)
                var hasher = HMACSHA512(key: chainCode)
                if isHardened {
                    withUnsafeBytes(of: UInt8(0)) { hasher.update($0) }
                    hasher.update(UnsafeRawBufferPointer(start: parent, count: ExtendedPrivateKey.size))
                } else {
                    privateKey.publicKey.bytes.withUnsafeBytes { hasher.update($0) }
                }
                withUnsafeBytes(of: number.bigEndian) { hasher.update($0) }
                hasher.finalize(into: code)
                isKey = secp256k1_ec_seckey_tweak_add(Secp256k1Context.shared.pointer, code, parent) == 1
            }
        }
        return isKey ? ExtendedPrivateKey(child) : nil
    }

    /// The key at the end of a path such as `m/44'/118'/0'/0/0`.
    package func descendant(_ path: [(index: UInt32, isHardened: Bool)]) -> ExtendedPrivateKey? {
        var key: ExtendedPrivateKey? = self
        for (index, isHardened) in path { key = key?.child(index, isHardened: isHardened) }
        return key
    }
}

extension ExtendedPrivateKey: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "ExtendedPrivateKey(redacted)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
