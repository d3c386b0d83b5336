import Cryptography
import Keyring
import Testing
import Transactions
import Wire

/// A text in guarded memory.
func secret(_ text: String) -> SecretBytes { secret(Array(text.utf8)) }

func secret(_ bytes: [UInt8]) -> SecretBytes { bytes.withUnsafeBytes { SecretBytes($0) } }

func exported(_ bytes: SecretBytes) -> [UInt8] { bytes.withUnsafeBytes { Array($0) } }

/// Entropy, words and the seed with the passphrase TREZOR (BIP-39's own vectors).
struct MnemonicVector: Sendable, CustomTestStringConvertible {
    let entropy: String
    let words: String
    let seed: String

    var testDescription: String { String(words.prefix(24)) }
}

@Suite("Mnemonics")
struct MnemonicTests {
    @Test("BIP-39's vectors: words and seed follow from the entropy", arguments: MnemonicVector.all)
    func vectors(vector: MnemonicVector) throws {
        let entropy = try #require(Hex.decode(vector.entropy))
        let made = try Mnemonic(entropy: secret(entropy))
        #expect(made.withExportedPhrase { String(decoding: $0, as: UTF8.self) } == vector.words)
        let read = try Mnemonic(secret(vector.words))
        #expect(Hex.lowercase(exported(read.seed(passphrase: "TREZOR"))) == vector.seed)
    }

    @Test("BIP-32's first vector: keys of the root and two children")
    func derivation() throws {
        let root = try #require(ExtendedPrivateKey(seed: secret(Array(0..<16))))
        #expect(hex(root) == "e8f32e723decf4051aefac8e2c93c9c5b214313817cdb01a1494b917c8436b35")
        let hardened = try #require(root.child(0, isHardened: true))
        #expect(hex(hardened) == "edb2e14f9ee77d26dd93b4ecede8d16ed408ce149b6cd80b0715a2d911a0afea")
        let child = try #require(hardened.child(1, isHardened: false))
        #expect(hex(child) == "3c6cb8d0f6a264c91ea8b5030fadaa8e538b020f0a387421a12de9319dc93368")
    }

    private func hex(_ key: ExtendedPrivateKey) -> String {
        key.privateKey.withExportedBytes { Hex.lowercase($0) }
    }

    @Test("The account of cosmpy's vectors")
    func account() throws {
        let words = String(repeating: "abandon ", count: 11) + "about"
        let mnemonic = try Mnemonic(secret(words))
        #expect(
            AccountAddress(.secp256k1(mnemonic.privateKey.publicKey)).text
                == "daon19rl4cm2hmr8afy4kldpxz3fka4jguq0a90yu54")
    }

    @Test("Space and capitals do not matter")
    func spacing() throws {
        let words = "\n Abandon\t" + String(repeating: " ABANDON\r\n", count: 10) + "about  "
        #expect(
            try Mnemonic(secret(words)).withExportedPhrase { String(decoding: $0, as: UTF8.self) }
                == String(repeating: "abandon ", count: 11) + "about")
    }

    @Test("New mnemonics have 24 words and differ")
    func generation() throws {
        let first = Mnemonic.generate(), second = Mnemonic.generate()
        let words = first.withExportedPhrase { String(decoding: $0, as: UTF8.self) }
        #expect(words.split(separator: " ").count == 24)
        #expect(first.privateKey.publicKey != second.privateKey.publicKey)
        #expect(try Mnemonic(secret(words)).privateKey.publicKey == first.privateKey.publicKey)
    }

    private static let eleven = String(repeating: "abandon ", count: 11)
    private static let wrong: [(text: String, error: MnemonicError)] = [
        ("", .wordCount(0)), ("abandon about", .wordCount(2)), (eleven + "abandon", .checksum),
        (eleven + "abou", .unknownWord(12)), ("abandn " + eleven, .unknownWord(1)),
        (eleven + "about about", .wordCount(13)), ("é " + eleven, .unknownWord(1)),
    ]

    @Test("What is no mnemonic is refused by what is wrong with it", arguments: wrong)
    func refusals(text: String, error: MnemonicError) {
        #expect(throws: error) { try Mnemonic(secret(text)) }
    }

    @Test("Neither words nor keys are ever printed")
    func redaction() throws {
        let mnemonic = Mnemonic.generate()
        let first = mnemonic.withExportedPhrase { String(decoding: $0, as: UTF8.self) }.split(separator: " ")[0]
        let shown = "\(mnemonic) \(String(reflecting: mnemonic)) \(Mirror(reflecting: mnemonic).children.map { $0 })"
        #expect(!shown.contains(first) && shown.contains("redacted"))
    }
}
