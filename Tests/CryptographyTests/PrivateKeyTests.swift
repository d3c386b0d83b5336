import Cryptography
import Testing
import Wire

@Suite("Ed25519 keys")
struct Ed25519KeyTests {
    private let seed = "d66c6e7d1df24f23f377a84f55b468cac147fa77433282d890a6603a56298b6e"
    private let publicHalf = "f23358dfa6975d180d2513669a16e177923a335e19b0f1d50208923cb6ea580f"

    @Test("A seed gives the key, address, signature and file form that CometBFT has")
    func known() throws {
        let key = try #require(Ed25519PrivateKey(seed: try bytes(seed)))
        let message = try bytes("f85a7adf4e9a18c5ab5684d8ba8d3382ad53b415c73e")
        let signature =
            "5a5175f2dd6121ee897e38cf21f3cf306df9e36551398d66016ef7075c0e6aa7"
            + "46c7888275e35b13c9e8230cf0584fdb02330a73ddca4d19fd0351b90587ec08"
        #expect(key.publicKey.bytes == (try bytes(publicHalf)))
        #expect(key.publicKey.address.description == "4AF0EF152E50956FA510BBE3DE042885D812596F")
        #expect(key.sign(message).bytes == (try bytes(signature)))
        #expect(key.publicKey.verify(key.sign(message), of: message))
        #expect(try key.withExportedSeedAndPublicKey { Array($0) } == bytes(seed + publicHalf))
    }

    @Test("The first signature of RFC 8032 §7.1 comes out")
    func rfc() throws {
        let seed = try bytes("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
        let signature =
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
            + "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
        #expect(try #require(Ed25519PrivateKey(seed: seed)).sign([]).bytes == (try bytes(signature)))
    }

    @Test("A key file's 64 bytes are the key, unless the halves do not belong together")
    func fileForm() throws {
        let whole = try bytes(seed + publicHalf)
        let key = try #require(Ed25519PrivateKey(seedAndPublicKey: whole))
        #expect(key.publicKey.bytes == (try bytes(publicHalf)))
        var wrong = whole
        wrong[40] ^= 1
        #expect(Ed25519PrivateKey(seedAndPublicKey: wrong) == nil)
        #expect(Ed25519PrivateKey(seedAndPublicKey: Array(whole.dropLast())) == nil)
        #expect(Ed25519PrivateKey(seed: Array(whole.prefix(31))) == nil)
        #expect(Ed25519PrivateKey(seed: whole) == nil)
    }

    @Test("Two new keys differ, and sign")
    func generated() {
        let key = Ed25519PrivateKey.generate()
        #expect(key.publicKey != Ed25519PrivateKey.generate().publicKey)
        #expect(key.publicKey.verify(key.sign([1]), of: [1]))
    }

    @Test("No way of printing a key shows its secret")
    func redaction() throws {
        let key = try #require(Ed25519PrivateKey(seed: [UInt8](repeating: 0xab, count: 32)))
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped, "\([key])", "\(Optional(key) as Any)"] {
            #expect(text.contains("redacted"))
            #expect(!text.lowercased().contains("abab") && !text.contains("171"))
        }
    }
}

@Suite("secp256k1 keys")
struct Secp256k1KeyTests {
    private let number = "043ad9f8fad0169072046b8c7cadecafd09bb09e0d9b26530f52d6f1feeaf37b"
    private let message = "bfb36ab602cae6"
    private let r = "9d842d57b56daa620970547f29a6c6a8a08882ffa1d3d9ea7e1785cfd16ef79d"
    private let s = "4099b326d0d190fdf1240c894a66fc273ac523c3685c1f52f22fd0d7f1ade7ba"

    @Test("A number gives the key, address and signature that CometBFT has")
    func known() throws {
        let key = try #require(Secp256k1PrivateKey(try bytes(number)))
        let message = try bytes(message)
        #expect(
            key.publicKey.bytes == (try bytes("020906ef26a0d950e5e9b4d3efebec22eca16783833fead6412e127a38ca1661a4")))
        #expect(key.publicKey.address.description == "DC469A3E6B9FAE873DD362D4C23C0DB4DCEE4450")
        #expect(key.sign(message).bytes == (try bytes(r + s)))
        #expect(key.publicKey.verify(key.sign(message), of: message))
        #expect(!key.publicKey.verify(key.sign(message), of: message + [0]))
        #expect(try key.withExportedBytes { Array($0) } == bytes(number))
    }

    @Test("The same signature with S in the upper half is refused")
    func upperHalf() throws {
        let key = try #require(Secp256k1PrivateKey(try bytes(number))).publicKey
        let upper = "bf664cd92f2e6f020edbf376b59903d77fe9b92346ec80e8cda28db4de885987"
        #expect(key.verify(Signature(try bytes(r + s)), of: try bytes(message)))
        #expect(!key.verify(Signature(try bytes(r + upper)), of: try bytes(message)))
    }

    @Test("R and S are read modulo the group order, as CometBFT reads them")
    func unreduced() throws {
        // A key made for this signature: R = 1, S = 5.
        let key = try #require(
            Secp256k1PublicKey(try bytes("024ced42bd0575a3218cc17de6478bcb3d6d0af90166c94d91d33c4b4d450ca7e3")))
        let one = String(repeating: "0", count: 63) + "1"
        let five = String(repeating: "0", count: 63) + "5"
        let orderPlusOne = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364142"
        let orderPlusFive = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364146"
        for first in [one, orderPlusOne] {
            for second in [five, orderPlusFive] {
                #expect(key.verify(Signature(try bytes(first + second)), of: Array("reduced".utf8)))
            }
        }
    }

    @Test("Zeros, the group order and other lengths are no signature")
    func degenerate() throws {
        let key = try #require(Secp256k1PrivateKey(try bytes(number))).publicKey
        let zero = String(repeating: "00", count: 32)
        let order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
        for digits in [zero + zero, r + zero, zero + s, r + order, order + s, "", r, r + s + "00"] {
            #expect(!key.verify(Signature(try bytes(digits)), of: try bytes(message)))
        }
    }

    @Test("Zero and numbers from the group order on are no key")
    func invalidNumbers() throws {
        let order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
        for digits in [String(repeating: "00", count: 32), order, String(repeating: "ff", count: 32), "01", ""] {
            #expect(Secp256k1PrivateKey(try bytes(digits)) == nil)
        }
    }

    @Test("Bytes that are no point verify nothing")
    func noPoint() throws {
        for first in UInt8.min...UInt8.max {
            let key = try #require(Secp256k1PublicKey([first] + [UInt8](repeating: 0xff, count: 32)))
            #expect(!key.verify(Signature(try bytes(r + s)), of: []))
        }
    }

    @Test("A new key signs, and no way of printing it shows its secret")
    func generated() throws {
        let key = Secp256k1PrivateKey.generate()
        #expect(key.publicKey.verify(key.sign([1]), of: [1]))
        let known = try #require(Secp256k1PrivateKey([UInt8](repeating: 0xab, count: 32)))
        var dumped = ""
        dump(known, to: &dumped)
        for text in ["\(known)", String(reflecting: known), dumped] {
            #expect(text.contains("redacted"))
            #expect(!text.lowercased().contains("abab") && !text.contains("171"))
        }
    }
}

@Suite("Secret bytes")
struct SecretBytesTests {
    @Test("They hold what they were given, compare by it, and do not show it")
    func holding() {
        let secret = [UInt8](repeating: 0xab, count: 50).withUnsafeBytes { SecretBytes($0) }
        let same = SecretBytes(count: 50) { $0.update(repeating: 0xab, count: 50) }
        let other = SecretBytes(count: 50) { $0.update(repeating: 0xac, count: 50) }
        let shorter = SecretBytes(count: 49) { $0.update(repeating: 0xab, count: 49) }
        #expect(secret.count == 50)
        #expect(secret.withUnsafeBytes { Array($0) } == [UInt8](repeating: 0xab, count: 50))
        #expect(secret == same && secret != other && secret != shorter)
        var dumped = ""
        dump(secret, to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), dumped] { #expect(!text.contains("171")) }
    }

    @Test("None is a count, too")
    func empty() {
        let secret = [UInt8]().withUnsafeBytes { SecretBytes($0) }
        #expect(secret.count == 0 && secret == SecretBytes.generated(count: 0))
    }
}
