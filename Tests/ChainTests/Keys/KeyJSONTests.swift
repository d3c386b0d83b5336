import Chain
import Cryptography
import JSON
import Testing
import Wire

@Suite("Keys as JSON")
struct KeyJSONTests {
    private static let seed = "a0ebab6f6d99fe17d47a238e693693706b172870959aaf1c609f886cf9c40951"
    private static let privateText =
        #"{"type":"tendermint/PrivKeyEd25519","value":"#
        + #""oOurb22Z/hfUeiOOaTaTcGsXKHCVmq8cYJ+IbPnECVFM2mcoImrb+H+wj/UPf40MU2QINyCLS2tqXRJrQSoMrw=="}"#
    private static let publicText =
        #"{"type":"tendermint/PubKeyEd25519","value":"TNpnKCJq2/h/sI/1D3+NDFNkCDcgi0tral0Sa0EqDK8="}"#

    @Test("A public key stands behind the name of its type")
    func publicKeys() throws {
        let ed25519 = try #require(Ed25519PrivateKey(seed: bytes(Self.seed))).publicKey
        try checkJSON(of: PublicKey.ed25519(ed25519), Self.publicText)
        let secp256k1 = try #require(
            Secp256k1PublicKey(bytes("02801c636a02e4d7a4a6ef3a2c5ba4c41a00867adbd487dc6e1f8eecdc46bc4fc4")))
        try checkJSON(
            of: PublicKey.secp256k1(secp256k1),
            #"{"type":"tendermint/PubKeySecp256k1","value":"AoAcY2oC5Nekpu86LFukxBoAhnrb1Ifcbh+O7NxGvE/E"}"#)
    }

    @Test(
        "What is no public key is refused",
        arguments: [
            "null", "{}", "5", #"{"type":"tendermint/PubKeyEd25519"}"#, #"{"type":"","value":"AA=="}"#,
            #"{"type":"tendermint/PubKeyEd25519","value":"AA=="}"#,
            #"{"type":"tendermint/PubKeySecp256k1","value":"AA=="}"#,
            #"{"type":"tendermint/PubKeySr25519","value":"TNpnKCJq2/h/sI/1D3+NDFNkCDcgi0tral0Sa0EqDK8="}"#,
            #"{"type":"tendermint/PubKeyEd25519","value":"%"}"#,
        ])
    func noPublicKey(_ text: String) throws {
        let value = try JSONValue(parsing: Array(text.utf8))
        #expect(throws: JSONError.self) { try PublicKey(json: value) }
    }

    @Test("A private key's file form is seed and public key, and is read back")
    func privateKeys() throws {
        let key = try Ed25519PrivateKey.decoded(from: JSONValue(parsing: Array(Self.privateText.utf8)))
        #expect(key.exportedJSON.description == Self.privateText)
        #expect(key.publicKey == Ed25519PrivateKey(seed: try bytes(Self.seed))?.publicKey)
        let other = Secp256k1PrivateKey.generate()
        #expect(try Secp256k1PrivateKey.decoded(from: other.exportedJSON).publicKey == other.publicKey)
    }

    @Test(
        "What is no private key is refused, and the error shows nothing of it",
        arguments: [
            "null", #"{"type":"tendermint/PrivKeyEd25519","value":null}"#,
            #"{"type":"tendermint/PrivKeyEd25519","value":"c2VjcmV0"}"#,
            #"{"type":"tendermint/PrivKeyEd25519","value":"c2VjcmV0!"}"#,
            #"{"type":"tendermint/PrivKeySecp256k1","value":"c2VjcmV0"}"#,
        ])
    func noPrivateKey(_ text: String) throws {
        let value = try JSONValue(parsing: Array(text.utf8))
        let error = #expect(throws: JSONError.self) { try Ed25519PrivateKey.decoded(from: value) }
        #expect(error?.description.contains("c2VjcmV0") == false)
        #expect(throws: JSONError.self) { try Secp256k1PrivateKey.decoded(from: value) }
    }
}
