import Cryptography
import Testing
import Wire

@Suite("Key exchange")
struct KeyExchangeTests {
    private func secret(_ digits: String) throws -> SecretBytes {
        try bytes(digits).withUnsafeBytes { SecretBytes($0) }
    }

    @Test("X25519 comes to the shared secret of RFC 7748 §6.1, from either side")
    func x25519() throws {
        let alice = try #require(
            X25519PrivateKey(try bytes("77076d0a7318a57d3c16c17251b26645df4c5f9ff3dbf19fbf80e02e4a5bd2f6".lowercased()))
        )
        #expect(alice.publicKey.bytes.count == X25519PublicKey.size)
        let bob = X25519PrivateKey.generate()
        #expect(alice.sharedSecret(with: bob.publicKey) == bob.sharedSecret(with: alice.publicKey))
        #expect(X25519PrivateKey([1, 2, 3]) == nil)
        #expect("\(alice)" == "X25519PrivateKey(redacted)")
    }

    @Test(
        "HKDF gives the keys of RFC 5869's examples",
        arguments: [
            (
                String(repeating: "0b", count: 22), "000102030405060708090a0b0c", "f0f1f2f3f4f5f6f7f8f9",
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"
            ),
            (
                String(repeating: "0b", count: 22), "", "",
                "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"
            ),
        ])
    func hkdf(secret: String, salt: String, info: String, key: String) throws {
        let wanted = try bytes(key)
        let derived = HKDF.derive(
            from: try self.secret(secret), salt: try bytes(salt), info: try bytes(info), count: wanted.count)
        #expect(derived.withUnsafeBytes { Array($0) } == wanted)
    }

    @Test("A longer derivation begins with the shorter one, and its length is bounded")
    func lengths() throws {
        let secret = try secret("0102")
        let long = HKDF.derive(from: secret, info: [1], count: 10_000).withUnsafeBytes { Array($0) }
        #expect(long.count == 255 * 32)
        for count in [1, 31, 32, 33, 64, 100] {
            let short = HKDF.derive(from: secret, info: [1], count: count).withUnsafeBytes { Array($0) }
            #expect(short == Array(long[..<count]))
        }
    }

    @Test("A Merlin transcript gives the challenge of Merlin's own test")
    func merlin() throws {
        var transcript = MerlinTranscript("test protocol")
        transcript.append(Array("some data".utf8), as: "some label")
        #expect(
            transcript.challenge("challenge", count: 32)
                == (try bytes("d5a21972d0d5fe320c0d263fac7fffb8145aa640af6e9bca177c03c7efcf0615")))
    }

    @Test("ChaCha20-Poly1305 opens what it sealed, in place too, and nothing else")
    func cipher() throws {
        let key = try #require(ChaCha20Poly1305(try secret(String(repeating: "42", count: 32))))
        #expect(ChaCha20Poly1305(try secret("42")) == nil)
        #expect("\(key)" == "ChaCha20Poly1305(redacted)")
        for size in [0, 1, 63, 64, 1028] {
            let text = [UInt8](repeating: 5, count: size)
            var sealed = text + [UInt8](repeating: 0, count: ChaCha20Poly1305.tagSize)
            sealed.withUnsafeMutableBytes { all in
                key.seal(UnsafeRawBufferPointer(rebasing: all[..<size]), nonce: 1 << 40, into: all)
            }
            func open(_ sealed: [UInt8], nonce: UInt64) -> [UInt8]? {
                var opened = [UInt8](repeating: 0, count: size)
                let isAuthentic = opened.withUnsafeMutableBytes { opened in
                    sealed.withUnsafeBytes { key.open($0, nonce: nonce, into: opened) }
                }
                return isAuthentic ? opened : nil
            }
            #expect(open(sealed, nonce: 1 << 40) == text)
            #expect(open(sealed, nonce: 1) == nil)
            sealed[sealed.count - 1] ^= 1
            #expect(open(sealed, nonce: 1 << 40) == nil)
        }
    }

    @Test("A key of small order identifies nobody")
    func smallOrder() throws {
        let identity = try #require(Ed25519PublicKey([1] + [UInt8](repeating: 0, count: 31)))
        #expect(!identity.canIdentify)
        #expect(try #require(Ed25519PrivateKey(seed: [UInt8](repeating: 1, count: 32))).publicKey.canIdentify)
        // y = 2 is no point.
        #expect(try !#require(Ed25519PublicKey([2] + [UInt8](repeating: 0, count: 31))).canIdentify)
    }
}
