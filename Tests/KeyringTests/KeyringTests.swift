import Cryptography
import Files
import Keyring
import TestFolders
import Testing
import Transactions

@Suite("Keyring")
struct KeyringTests {
    private let folder: TemporaryFolder
    private let keyring: Keyring

    init() throws {
        folder = try TemporaryFolder()
        keyring = Keyring(home: folder.path)
    }

    private func never() throws(KeyringError) -> Never {
        Issue.record("a passphrase was asked for")
        throw .noPassphrase("")
    }

    @Test("A key that was added without a passphrase comes back, from a file of its owner's alone")
    func plain() throws {
        let mnemonic = Mnemonic.generate()
        let entry = try keyring.add("alice", mnemonic, .none)
        #expect(!entry.isEncrypted)
        #expect(try keyring.entry("alice") == entry)
        #expect(try folder.mode("keyring/alice.key") == 0o600)
        #expect(try folder.mode("keyring") == 0o700)
        let key = try keyring.privateKey("alice") { () throws(KeyringError) in try never() }
        #expect(key.publicKey == mnemonic.privateKey.publicKey)
    }

    @Test("An encrypted key opens with its passphrase and no other, and its file shows no word")
    func encrypted() throws {
        let mnemonic = Mnemonic.generate()
        #expect(try keyring.add("bob", mnemonic, .passphrase(secret("correct horse"))).isEncrypted)
        let key = try keyring.privateKey("bob") { () throws(KeyringError) in secret("correct horse") }
        #expect(key.publicKey == mnemonic.privateKey.publicKey)
        #expect(throws: KeyringError.wrongPassphrase("bob")) {
            try keyring.privateKey("bob") { () throws(KeyringError) in secret("correct horsf") }
        }
        #expect(throws: KeyringError.wrongPassphrase("bob")) {
            try keyring.privateKey("bob") { () throws(KeyringError) in secret("") }
        }
        let text = try folder.text("keyring/bob.key")
        let phrase = mnemonic.withExportedPhrase { String(decoding: $0, as: UTF8.self) }
        #expect(!text.contains(phrase) && !text.contains("mnemonic\""))
    }

    @Test("A box that was changed does not open")
    func changed() throws {
        try keyring.add("bob", .generate(), .passphrase(secret("x")))
        let text = try folder.text("keyring/bob.key")
        let nonce = try #require(text.firstRange(of: "\"nonce\": \""))
        var characters = Array(text)
        let place = text.distance(from: text.startIndex, to: nonce.upperBound)
        characters[place] = characters[place] == "A" ? "B" : "A"
        try folder.write(String(characters), to: "keyring/bob.key")
        #expect(throws: KeyringError.wrongPassphrase("bob")) {
            try keyring.privateKey("bob") { () throws(KeyringError) in secret("x") }
        }
    }

    @Test("Names are listed in order; a second key of a name, and unknown names, are refused with what there is")
    func names() throws {
        #expect(try keyring.names() == [])
        #expect(throws: KeyringError.notFound("zoe", known: [], folder: keyring.folder)) { try keyring.entry("zoe") }
        try keyring.add("b", .generate(), .none)
        try keyring.add("a.1", .generate(), .none)
        #expect(try keyring.names() == ["a.1", "b"])
        #expect(throws: KeyringError.exists("b")) { try keyring.add("b", .generate(), .none) }
        #expect(throws: KeyringError.notFound("c", known: ["a.1", "b"], folder: keyring.folder)) {
            try keyring.entry("c")
        }
        try keyring.delete("b")
        #expect(try keyring.entries().map(\.name) == ["a.1"])
    }

    @Test("Names that could lead elsewhere are refused", arguments: ["", ".", "../x", "a/b", "-x", "a b", "ä", ".x"])
    func badNames(name: String) throws {
        #expect(throws: KeyringError.name(name)) { try keyring.add(name, .generate(), .none) }
        #expect(throws: KeyringError.name(name)) { try keyring.entry(name) }
    }

    @Test("A damaged file is refused with its name and the field", arguments: ["address", "public_key", "secret"])
    func damaged(field: String) throws {
        let entry = try keyring.add("a", .generate(), .none)
        let other = try keyring.add("b", .generate(), .none)
        let text = try folder.text("keyring/a.key")
        let damaged: String
        switch field {
        case "address": damaged = text.replacing(entry.address.text, with: other.address.text)
        case "public_key": damaged = text.replacing("\"public_key\": \"", with: "\"public_key\": \"AAAA")
        default: damaged = text.replacing("\"encryption\": \"none\"", with: "\"encryption\": \"rot13\"")
        }
        try folder.write(damaged, to: "keyring/a.key")
        do {
            _ = try keyring.entry("a")
            Issue.record("the file was taken")
        } catch KeyringError.file(let error) {
            #expect(error.path.hasSuffix("keyring/a.key") && error.field.hasPrefix(field))
        }
    }

    @Test("A file that ends too early is refused")
    func truncated() throws {
        try keyring.add("a", .generate(), .none)
        let text = try folder.text("keyring/a.key")
        for length in stride(from: 0, to: text.count - 2, by: 7) {
            try folder.write(String(text.prefix(length)), to: "keyring/a.key")
            #expect(throws: KeyringError.self) { try keyring.entry("a") }
        }
    }
}
