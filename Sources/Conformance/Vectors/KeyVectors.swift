import Chain
import Cryptography
import PeerMessages
import Wire

/// `keys.json`: keys of both kinds, what is derived from them, and the network addresses that name them.
enum KeyVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        if file.has("ed25519") { checker.each(file["ed25519"], ed25519) }
        if file.has("secp256k1") { checker.each(file["secp256k1"], secp256k1) }
        if file.has("net_addresses") { checker.each(file["net_addresses"], networkAddress) }
    }

    private static func ed25519(_ vector: VectorMember, _ checker: inout Checker) throws {
        guard let key = Ed25519PrivateKey(seed: try vector["seed"].hex()) else {
            throw vector["seed"].wrong("a seed of 32 bytes")
        }
        let publicKey = PublicKey.ed25519(key.publicKey)
        try compare(publicKey, vector, &checker)
        let full = try vector["priv_key_64"].hex()
        checker.expect("private key of 64 bytes", bytes: full, key.withExportedSeedAndPublicKey { Array($0) })
        checker.expect(
            "private key read", key.publicKey, Ed25519PrivateKey(seedAndPublicKey: full)?.publicKey)
        checker.expect("private key's JSON", json: vector["amino_json_priv"].json, key.exportedJSON)
        checker.attempt("private key's JSON read") { checker in
            let read = try Ed25519PrivateKey.decoded(from: vector["amino_json_priv"].json)
            checker.expect("private key's JSON read", key.publicKey, read.publicKey)
        }
        checker.expect("node ID", try vector["node_id"].text(), NodeID(publicKey).text)
        let message = try vector["msg"].hex(), signature = Signature(try vector["signature"].hex())
        checker.expect("signature", bytes: signature.bytes, key.sign(message).bytes)
        checker.expect("verification", true, publicKey.verify(signature, of: message))
    }

    private static func secp256k1(_ vector: VectorMember, _ checker: inout Checker) throws {
        guard let key = Secp256k1PrivateKey(try vector["priv_key"].hex()) else {
            throw vector["priv_key"].wrong("a private key")
        }
        let publicKey = PublicKey.secp256k1(key.publicKey)
        try compare(publicKey, vector, &checker)
        let message = try vector["msg"].hex(), signature = Signature(try vector["signature"].hex())
        checker.expect("signature", bytes: signature.bytes, key.sign(message).bytes)
        checker.expect("verification", try vector["verify"].bool(), publicKey.verify(signature, of: message))
        let bad = Signature(try vector["bad_signature"].hex())
        checker.expect("verification of a bad one", try vector["verify_bad"].bool(), publicKey.verify(bad, of: message))
    }

    private static func compare(_ key: PublicKey, _ vector: VectorMember, _ checker: inout Checker) throws {
        checker.expect("public key", bytes: try vector["pub_key"].hex(), key.bytes)
        checker.expect("address", try vector["address"].text(), key.address.description)
        checker.expect("protobuf", bytes: try vector["proto_public_key"].hex(), key.protobuf)
        checker.expect("decoded", key, try checker.decode(PublicKey.self, vector["proto_public_key"]))
        checker.expect("JSON", json: vector["amino_json_pub"], key)
    }

    private static func networkAddress(_ vector: VectorMember, _ checker: inout Checker) throws {
        let input = ByteString(try vector["input"].text())
        let verdict = try vector["error"].textIfPresent()
        checker.expect("parsing", verdict: verdict) { _ = try NetworkAddress(parsing: input) }
        if verdict != nil { return }
        let address = try NetworkAddress(parsing: input)
        checker.expect("text", try vector["string"].text(), address.description)
        checker.expect("validation", verdict: try vector["valid"].textIfPresent()) { try address.validate() }
        checker.expect("local", try vector["local"].bool(), address.isLocal)
        checker.expect("routable", try vector["routable"].bool(), address.isRoutable)
        checker.expect("protobuf", bytes: try vector["proto"].hex(), address.protobuf)
        checker.expect("decoded", address, try checker.decode(NetworkAddress.self, vector["proto"]))
    }
}
