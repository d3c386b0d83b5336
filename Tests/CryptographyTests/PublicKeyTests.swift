import Cryptography
import Testing
import Wire

@Suite("Public keys")
struct PublicKeyTests {
    private let ed25519 = PublicKey.ed25519(Ed25519PrivateKey.generate().publicKey)
    private let secp256k1 = PublicKey.secp256k1(Secp256k1PrivateKey.generate().publicKey)

    @Test("A key is its member of the oneof, with CometBFT's name for it")
    func encoding() throws {
        #expect(ed25519.protobuf == [0x0a, 32] + ed25519.bytes)
        #expect(secp256k1.protobuf == [0x12, 33] + secp256k1.bytes)
        #expect(ed25519.typeName == "ed25519" && secp256k1.typeName == "secp256k1")
        #expect(ed25519.description == "PubKeyEd25519{\(Hex.uppercase(ed25519.bytes))}")
        #expect(secp256k1.description == "PubKeySecp256k1{\(Hex.uppercase(secp256k1.bytes))}")
    }

    @Test("Each kind of key verifies its own signatures alone")
    func verification() throws {
        let first = Ed25519PrivateKey.generate()
        let second = Secp256k1PrivateKey.generate()
        #expect(PublicKey.ed25519(first.publicKey).verify(first.sign([1, 2]), of: [1, 2]))
        #expect(PublicKey.secp256k1(second.publicKey).verify(second.sign([1, 2]), of: [1, 2]))
        #expect(!PublicKey.ed25519(first.publicKey).verify(second.sign([1, 2]), of: [1, 2]))
        #expect(!PublicKey.secp256k1(second.publicKey).verify(first.sign([1, 2]), of: [1, 2]))
        #expect(!ed25519.verify(.empty, of: []) && !secp256k1.verify(.empty, of: []))
    }

    @Test("The last member wins, also when an earlier one has a wrong size")
    func lastMember() throws {
        #expect(try PublicKey(protobuf: ed25519.protobuf + secp256k1.protobuf) == secp256k1)
        #expect(try PublicKey(protobuf: [0x0a, 1, 0] + ed25519.protobuf) == ed25519)
    }

    @Test(
        "A key that is none is refused in CometBFT's words",
        arguments: [
            ([], "fromproto: key type <nil> is not supported"),
            ([0x22, 0], "fromproto: key type <nil> is not supported"),
            ([0x0a, 0], "invalid size for PubKeyEd25519. Got 0, expected 32"),
            ([0x0a, 33] + [UInt8](repeating: 0, count: 33), "invalid size for PubKeyEd25519. Got 33, expected 32"),
            ([0x12, 32] + [UInt8](repeating: 0, count: 32), "invalid size for PubKeySecp256k1. Got 32, expected 33"),
        ] as [([UInt8], String)])
    func refusals(encoded: [UInt8], rule: String) {
        #expect(throws: DecodingError.invalid(rule)) { try PublicKey(protobuf: encoded) }
    }

    @Test("Any bytes give a key or an error")
    func robustness() throws {
        try checkRobustness(ed25519)
        try checkRobustness(secp256k1)
    }
}

@Suite("Node IDs")
struct NodeIDTests {
    @Test("A node's ID is its key's address in lower case")
    func fromKey() throws {
        let seed = try bytes("d66c6e7d1df24f23f377a84f55b468cac147fa77433282d890a6603a56298b6e")
        let key = try #require(Ed25519PrivateKey(seed: seed)).publicKey
        let id = NodeID(.ed25519(key))
        #expect(id.text == "4af0ef152e50956fa510bbe3de042885d812596f")
        #expect(try NodeID(id.text) == id)
    }

    @Test("An ID in upper case is valid and another ID")
    func upperCase() throws {
        let upper = try NodeID("A366373E389C8B955FE9196D5D21EB246880835C")
        #expect(upper.description == "A366373E389C8B955FE9196D5D21EB246880835C")
        #expect(try upper != NodeID("a366373e389c8b955fe9196d5d21eb246880835c"))
    }

    @Test(
        "A text that is no ID is refused in CometBFT's words",
        arguments: [
            ("", "no ID"),
            ("xyz", "encoding/hex: invalid byte: U+0078 'x'"),
            ("a0b", "encoding/hex: odd length hex string"),
            ("a0z", "encoding/hex: invalid byte: U+007A 'z'"),
            ("\u{7f}a", "encoding/hex: invalid byte: U+007F"),
            ("é0", "encoding/hex: invalid byte: U+00C3 'Ã'"),
            ("a366373e389c8b955fe9196d5d21eb24688083", "invalid hex length - got 19, expected 20"),
            ("a366373e389c8b955fe9196d5d21eb246880835c00", "invalid hex length - got 21, expected 20"),
        ])
    func refusals(text: String, message: String) {
        do throws(NodeIDError) {
            let id = try NodeID(text)
            Issue.record("read \(id)")
        } catch {
            #expect(error.description == message)
        }
    }
}
