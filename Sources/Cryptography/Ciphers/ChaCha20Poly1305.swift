import CSodium
import Invariants

/// A key of ChaCha20-Poly1305 (RFC 8439 §2.8), without additional data, whose nonces are counted.
package struct ChaCha20Poly1305: Sendable {
    /// Bytes in a key.
    package static let keySize = 32
    /// Bytes by which a sealed text is longer.
    package static let tagSize = 16

    private let key: SecretBytes

    /// The key in these bytes, or nil when there are not 32.
    package init?(_ key: SecretBytes) {
        if key.count != ChaCha20Poly1305.keySize { return nil }
        self.key = key
    }

    /// Seals a text.
    ///
    /// - Parameters:
    ///   - nonce: Never used before with this key. On the wire of the cipher: four zeros, then this, low byte first.
    ///   - sealed: `tagSize` bytes longer than the text; may begin where the text does.
    package func seal(
        _ plaintext: UnsafeRawBufferPointer, nonce: UInt64, into sealed: UnsafeMutableRawBufferPointer
    ) {
        invariant(
            sealed.count == plaintext.count + ChaCha20Poly1305.tagSize, "a sealed text is longer by its tag")
        // There is one: a sealed text is never empty.
        guard let target = sealed.bindMemory(to: UInt8.self).baseAddress else { return }
        let source = plaintext.bindMemory(to: UInt8.self).baseAddress
        ChaCha20Poly1305.withNonce(nonce) { nonce in
            key.withUnsafePointer { key in
                // Always 0.
                _ = crypto_aead_chacha20poly1305_ietf_encrypt(
                    target, nil, source, UInt64(plaintext.count), nil, 0, nil, nonce, key)
            }
        }
    }

    /// Opens a sealed text.
    ///
    /// - Parameter plaintext: `tagSize` bytes shorter than the sealed text; may begin where that does.
    /// - Returns: false when it was not sealed with this key and nonce, or was changed.
    package func open(
        _ sealed: UnsafeRawBufferPointer, nonce: UInt64, into plaintext: UnsafeMutableRawBufferPointer
    ) -> Bool {
        invariant(
            sealed.count == plaintext.count + ChaCha20Poly1305.tagSize, "a sealed text is longer by its tag")
        let target = plaintext.bindMemory(to: UInt8.self).baseAddress
        guard let source = sealed.bindMemory(to: UInt8.self).baseAddress else { return false }
        return ChaCha20Poly1305.withNonce(nonce) { nonce in
            key.withUnsafePointer { key in
                crypto_aead_chacha20poly1305_ietf_decrypt(
                    target, nil, nil, source, UInt64(sealed.count), nil, 0, nonce, key) == 0
            }
        }
    }

    private static func withNonce<Result>(_ counter: UInt64, _ body: (UnsafePointer<UInt8>) -> Result) -> Result {
        let words = (
            UInt32(0), UInt32(truncatingIfNeeded: counter).littleEndian,
            UInt32(truncatingIfNeeded: counter >> 32).littleEndian
        )
        return withUnsafePointer(to: words) { start in
            start.withMemoryRebound(to: UInt8.self, capacity: 12) { body($0) }
        }
    }
}

extension ChaCha20Poly1305: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "ChaCha20Poly1305(redacted)" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
