import Cryptography
import Testing
import Wire

@Suite("Ed25519 by ZIP-215")
struct Ed25519VerificationTests {
    /// All encodings, canonical or not, of the eight points of small order (ZIP-215's test data).
    private static let smallOrderPoints = [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ]

    @Test("Every pair of small-order points is a valid key and commitment with S of zero", arguments: smallOrderPoints)
    func smallOrder(key: String) throws {
        let publicKey = try #require(Ed25519PublicKey(try bytes(key)))
        let message = Array("Zcash".utf8)
        for commitment in Self.smallOrderPoints {
            let signature = Signature(try bytes(commitment) + [UInt8](repeating: 0, count: 32))
            #expect(publicKey.verify(signature, of: message))
            #expect(Ed25519Verification.isValidExact(signature, of: message, by: publicKey))
            #expect(!Ed25519Verification.isValidFast(signature, of: message, by: publicKey))
        }
    }

    @Test("The cases of 'Taming the many EdDSAs' have ZIP-215's verdicts", arguments: Speccheck.cases)
    func speccheck(example: Speccheck) throws {
        let key = try #require(Ed25519PublicKey(try bytes(example.key)))
        let signature = Signature(try bytes(example.signature))
        let message = try bytes(example.message)
        #expect(key.verify(signature, of: message) == example.isValid)
        #expect(Ed25519Verification.isValidExact(signature, of: message, by: key) == example.isValid)
    }

    @Test("A signature of another length is refused", arguments: [0, 1, 32, 63, 65, 96, 128])
    func lengths(count: Int) throws {
        let key = try #require(Ed25519PrivateKey(seed: [UInt8](repeating: 1, count: 32)))
        let signature = Signature(Array((key.sign([]).bytes + key.sign([]).bytes).prefix(count)))
        #expect(!key.publicKey.verify(signature, of: []))
        #expect(!Ed25519Verification.isValidFast(signature, of: [], by: key.publicKey))
        #expect(!Ed25519Verification.isValidExact(signature, of: [], by: key.publicKey))
    }

    @Test("Both answers know what was signed, what was altered, and an S that is not reduced")
    func agreement() throws {
        var generator = SeededGenerator(state: 3)
        for round in 0..<75 {
            let key = try #require(Ed25519PrivateKey(seed: generator.bytes(32)))
            let message = generator.bytes(round)
            let signature = key.sign(message)
            try check(signature, message, key.publicKey.bytes, isValid: true)
            try check(Signature(plusGroupOrder(signature.bytes)), message, key.publicKey.bytes, isValid: false)
            try check(flipped(signature.bytes, &generator), message, key.publicKey.bytes, isValid: false)
            let otherKey = flipped(key.publicKey.bytes, &generator).bytes
            try check(signature, message, otherKey, isValid: false)
            try check(signature, message + [0], key.publicKey.bytes, isValid: false)
        }
    }

    private func check(_ signature: Signature, _ message: [UInt8], _ key: [UInt8], isValid: Bool) throws {
        let key = try #require(Ed25519PublicKey(key))
        #expect(Ed25519Verification.isValidFast(signature, of: message, by: key) == isValid)
        #expect(Ed25519Verification.isValidExact(signature, of: message, by: key) == isValid)
        #expect(key.verify(signature, of: message) == isValid)
    }

    private func flipped(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> Signature {
        var bytes = bytes
        let bit = Int.random(in: 0..<8 * bytes.count, using: &generator)
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        return Signature(bytes)
    }

    /// The signature with L added to S: the same equation, another text.
    private func plusGroupOrder(_ signature: [UInt8]) -> [UInt8] {
        let order: [UInt8] = [
            0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
        ]
        let addend = order + [UInt8](repeating: 0, count: 15) + [0x10]
        var bytes = signature
        var carry: UInt16 = 0
        for place in 0..<32 {
            let sum = UInt16(bytes[32 + place]) + UInt16(addend[place]) + carry
            bytes[32 + place] = UInt8(truncatingIfNeeded: sum)
            carry = sum >> 8
        }
        return bytes
    }
}
