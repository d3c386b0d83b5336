import CSodium

/// HKDF with SHA-256 (RFC 5869): keys out of a shared secret.
package enum HKDF {
    private static let hashSize = 32

    /// Key material from a secret.
    ///
    /// - Parameters:
    ///   - salt: Any bytes; none is the same as 32 zeros.
    ///   - info: What the keys are for.
    ///   - count: Bytes wanted, 1 to 8160; what is outside is clipped.
    package static func derive(
        from secret: SecretBytes, salt: [UInt8] = [], info: [UInt8], count: Int
    ) -> SecretBytes {
        let count = min(max(1, count), 255 * hashSize)
        // RFC 5869 §2.2
        let pseudorandomKey = SecretBytes(count: hashSize) { memory in
            // RFC 5869 §2.2: no salt is a hash's length of zeros. So a key is never empty.
            (salt.isEmpty ? [UInt8](repeating: 0, count: hashSize) : salt).withUnsafeBytes { salt in
                secret.withUnsafeBytes { authenticate([$0], key: salt, into: memory) }
            }
        }
        return SecretBytes(count: count) { memory in
            pseudorandomKey.withUnsafeBytes { expand($0, info, into: memory, count) }
        }
    }

    /// RFC 5869 §2.3
    private static func expand(
        _ key: UnsafeRawBufferPointer, _ info: [UInt8], into memory: UnsafeMutablePointer<UInt8>, _ count: Int
    ) {
        let block = UnsafeMutablePointer<UInt8>.allocate(capacity: hashSize)
        defer {
            sodium_memzero(block, hashSize)
            block.deallocate()
        }
        var written = 0
        var number: UInt8 = 1
        while written < count {
            info.withUnsafeBytes { info in
                Swift.withUnsafeBytes(of: number) { number in
                    let previous = UnsafeRawBufferPointer(start: block, count: written == 0 ? 0 : hashSize)
                    authenticate([previous, info, number], key: key, into: block)
                }
            }
            let part = min(hashSize, count - written)
            (memory + written).update(from: block, count: part)
            written += part
            number &+= 1
        }
    }

    /// HMAC-SHA-256 (RFC 2104) of the pieces one after the other.
    private static func authenticate(
        _ pieces: [UnsafeRawBufferPointer], key: UnsafeRawBufferPointer, into memory: UnsafeMutablePointer<UInt8>
    ) {
        var state = crypto_auth_hmacsha256_state()
        guard let keyStart = key.bindMemory(to: UInt8.self).baseAddress else { return }
        crypto_auth_hmacsha256_init(&state, keyStart, key.count)
        for piece in pieces {
            if let start = piece.bindMemory(to: UInt8.self).baseAddress {
                crypto_auth_hmacsha256_update(&state, start, UInt64(piece.count))
            }
        }
        crypto_auth_hmacsha256_final(&state, memory)
        sodium_memzero(&state, MemoryLayout<crypto_auth_hmacsha256_state>.size)
    }
}
