import CSodium

/// HMAC with SHA-512 (RFC 4231), piece by piece. For keys and what is derived from them: wiped when it is done.
struct HMACSHA512 {
    /// Bytes of a code.
    static let size = 64

    private var state = crypto_auth_hmacsha512_state()

    init(key: UnsafeRawBufferPointer) {
        Sodium.makeReady()
        // Always 0; an empty key has no address.
        withUnsafeBytes(of: UInt8(0)) { none in
            if let address = key.baseAddress ?? none.baseAddress {
                _ = crypto_auth_hmacsha512_init(&state, address, key.count)
            }
        }
    }

    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        _ = crypto_auth_hmacsha512_update(&state, bytes.baseAddress, UInt64(bytes.count))  // always 0
    }

    /// Writes the code of all that was added to 64 bytes of memory. The state is of no use afterwards.
    mutating func finalize(into code: UnsafeMutablePointer<UInt8>) {
        _ = crypto_auth_hmacsha512_final(&state, code)  // always 0
        withUnsafeMutableBytes(of: &state) { sodium_memzero($0.baseAddress, $0.count) }
    }
}

/// PBKDF2 with HMAC-SHA-512 (RFC 8018 §5.2), one block of output: what BIP-39 makes a seed with.
package enum PBKDF2 {
    /// The 64 bytes of the first block.
    ///
    /// - Parameter iterations: From 1.
    package static func derive(password: SecretBytes, salt: [UInt8], iterations: Int) -> SecretBytes {
        let blockNumber: [UInt8] = [0, 0, 0, 1]
        return password.withUnsafeBytes { password in
            // A state with the key taken in, copied for each code.
            let keyed = HMACSHA512(key: password)
            return SecretBytes(count: HMACSHA512.size) { output in
                let last = SecretBytes(count: HMACSHA512.size) { code in
                    var first = keyed
                    salt.withUnsafeBytes { first.update($0) }
                    blockNumber.withUnsafeBytes { first.update($0) }
                    first.finalize(into: code)
                    output.update(from: code, count: HMACSHA512.size)
                    for _ in 1..<max(1, iterations) {
                        var next = keyed
                        next.update(UnsafeRawBufferPointer(start: code, count: HMACSHA512.size))
                        next.finalize(into: code)
                        for index in 0..<HMACSHA512.size { output[index] ^= code[index] }
                    }
                }
                _ = last  // wiped when it is dropped
            }
        }
    }
}
