import Cryptography
import Files
import Foundation
import JSON
import Signer
import TestFolders
import Testing
import Wire

@Suite("Key files")
struct KeyFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func readKey(_ text: String) throws -> ValidatorKey {
        try folder.write(text, to: "priv_validator_key.json")
        return try ValidatorKey.read(folder.path("priv_validator_key.json")).key
    }

    private func keyError(_ text: String) throws -> String {
        try #require(throws: FileError.self) { try readKey(text) }.description
            .replacingOccurrences(of: folder.path, with: "")
    }

    @Test("CometBFT's validator key is read and written back to the byte")
    func validatorKey() throws {
        let key = try readKey(Samples.keyFile)
        #expect(key.address.description == Samples.address)
        try key.write(to: folder.path("copy.json"))
        #expect(try folder.text("copy.json") == Samples.keyFile)
        #expect(try folder.mode("copy.json") == 0o600)
    }

    @Test("CometBFT's node key is read and written back to the byte")
    func nodeKey() throws {
        try folder.write(Samples.nodeKeyFile, to: "node_key.json")
        let key = try NodeKey.read(folder.path("node_key.json")).key
        #expect(key.id.text == Samples.nodeID)
        try key.write(to: folder.path("copy.json"))
        #expect(try folder.text("copy.json") == Samples.nodeKeyFile)
        #expect(try folder.mode("copy.json") == 0o600)
    }

    @Test("New keys differ, and survive their files")
    func generated() throws {
        let key = ValidatorKey.generate()
        try key.write(to: folder.path("key.json"))
        let (read, warnings) = try ValidatorKey.read(folder.path("key.json"))
        #expect(read.publicKey == key.publicKey)
        #expect(warnings.isEmpty)
        #expect(ValidatorKey.generate().publicKey != key.publicKey)
        #expect(NodeKey.generate().id != NodeKey.generate().id)
    }

    @Test("A key file that others may read is used with a warning")
    func mode() throws {
        try folder.write(Samples.nodeKeyFile, to: "node_key.json")
        let path = folder.path("node_key.json")
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        #expect(
            try NodeKey.read(path).warnings.map(\.description)
                == ["\(path): a secret that others may use (mode 0640): run chmod 600 on it"])
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: path)
        #expect(try NodeKey.read(path).warnings.isEmpty)
    }

    @Test("Address and public key may be missing")
    func privateKeyAlone() throws {
        let json = try JSONValue(parsing: Array(Samples.keyFile.utf8))
        let alone = JSONValue.members(("priv_key", try JSONReader(json)["priv_key"].value))
        #expect(try readKey(alone.description).address.description == Samples.address)
    }

    @Test("An address or a public key of another key is refused")
    func mismatch() throws {
        let other = ValidatorKey.generate()
        let address = Samples.keyFile.replacingOccurrences(of: Samples.address, with: other.address.description)
        #expect(
            try keyError(address) == "/priv_validator_key.json: address: not that of priv_key, which is "
                + "\(Samples.address); restore it from your backup")
        let publicKey = Samples.keyFile.replacingOccurrences(
            of: "VEUhb8lSHLxYtlIvL/Lt5+I9KLXnPGeoJMQWery4cbo=",
            with: Data(other.publicKey.bytes).base64EncodedString())
        #expect(try keyError(publicKey).hasPrefix("/priv_validator_key.json: pub_key: not that of priv_key, which is "))
    }

    @Test(
        "A broken key file is refused with the file, the field and a remedy, and without the secret",
        arguments: [
            ("", ": "), ("{", ": "), ("null", ": priv_key: missing"), ("{}", ": priv_key: missing"), ("[]", ": "),
            (#"{"priv_key":null}"#, ": priv_key: missing"), (#"{"priv_key":"RkzGMYBPPBIE"}"#, ": priv_key: "),
            (#"{"priv_key":{"type":"tendermint/PrivKeySecp256k1","value":"RkzGMYBPPBIE"}}"#, ": priv_key: "),
            (#"{"priv_key":{"type":"tendermint/PrivKeyEd25519","value":"RkzGMYBPPBIE"}}"#, ": priv_key.value: "),
        ])
    func broken(text: String, place: String) throws {
        let error = try keyError(text)
        #expect(error.hasPrefix("/priv_validator_key.json" + place), "\(error)")
        #expect(error.hasSuffix("; restore it from your backup"))
        #expect(!error.contains("RkzGMYBPPBIE"))
        #expect(!error.contains("\n"))
    }

    @Test("A key file cut at any length is refused and never traps, and the error shows nothing of the key")
    func truncated() throws {
        for count in 0..<Samples.keyFile.utf8.count {
            let error = try keyError(String(Samples.keyFile.prefix(count)))
            #expect(!error.contains("RkzGMYBPPBIE"))
        }
        for count in 0..<Samples.nodeKeyFile.utf8.count {
            try folder.write(String(Samples.nodeKeyFile.prefix(count)), to: "node_key.json")
            #expect(throws: FileError.self) { try NodeKey.read(folder.path("node_key.json")) }
        }
    }

    @Test("A missing key file is told with a remedy")
    func absent() throws {
        let path = folder.path("none.json")
        let error = try #require(throws: FileError.self) { try ValidatorKey.read(path) }
        #expect(
            error.description == "\(path): cannot open: No such file or directory; restore it from your backup")
    }

    @Test("Keys do not show their secrets when they are printed")
    func redacted() throws {
        let key = try readKey(Samples.keyFile)
        var text = "\(key) \(key.privateKey)"
        dump(key, to: &text)
        debugPrint(key, to: &text)
        #expect(!text.contains("RkzG"))
        #expect(!text.contains("70, 76, 198"))
    }
}
