import Chain
import Cryptography
import JSON
import Wire

/// `sign_bytes.json`: what is signed of votes, proposals and vote extensions, and the signatures.
enum SignBytesVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        if file.has("votes") { checker.each(file["votes"], vote) }
        if file.has("proposals") { checker.each(file["proposals"], proposal) }
    }

    private static func vote(_ vector: VectorMember, _ checker: inout Checker) throws {
        let chainID = ChainID(ByteString(try vector["chain_id"].text()))
        let vote = try checker.decode(Vote.self, vector["proto"])
        let json = vector["amino_json"]
            .replacing("extension", if: .text(""), with: .null)
            .replacing("extension_signature", if: .text(""), with: .null)
        checker.expect("JSON", json: json, vote)
        checker.expect("validation", verdict: try vector["validate_basic_error"].textIfPresent()) {
            try vote.validate()
        }
        try TimeVector(vector["time"]).compare("time", vote.timestamp, &checker)
        let signBytes = vote.signBytes(chainID: chainID)
        checker.expect("sign bytes", bytes: try vector["sign_bytes"].hex(), signBytes)
        try signature(vector, "signature", of: signBytes, held: vote.signature, &checker)
        guard vector.has("extension_sign_bytes") else { return }
        let extensionBytes = vote.extensionSignBytes(chainID: chainID)
        checker.expect("extension", bytes: try vector["extension"].hex(), vote.extension)
        checker.expect("extension's sign bytes", bytes: try vector["extension_sign_bytes"].hex(), extensionBytes)
        if try !vector["extension_signature"].hex().isEmpty {
            try signature(
                vector, "extension_signature", of: extensionBytes, held: vote.extensionSignature, &checker)
        }
    }

    private static func proposal(_ vector: VectorMember, _ checker: inout Checker) throws {
        let proposal = try checker.decode(Proposal.self, vector["proto"])
        checker.expect("JSON", json: vector["amino_json"], proposal)
        checker.expect("validation", verdict: try vector["validate_basic_error"].textIfPresent()) {
            try proposal.validate()
        }
        try TimeVector(vector["time"]).compare("time", proposal.timestamp, &checker)
        let signBytes = proposal.signBytes(chainID: ChainID(ByteString(try vector["chain_id"].text())))
        checker.expect("sign bytes", bytes: try vector["sign_bytes"].hex(), signBytes)
        try signature(vector, "signature", of: signBytes, held: proposal.signature, &checker)
    }

    /// Signs anew (Ed25519 is deterministic), compares with the vector's signature and the value's, and verifies it.
    private static func signature(
        _ vector: VectorMember, _ name: String, of signBytes: [UInt8], held: Signature, _ checker: inout Checker
    ) throws {
        guard let key = Ed25519PrivateKey(seed: try vector["priv_key_seed"].hex()) else {
            throw vector["priv_key_seed"].wrong("a seed of 32 bytes")
        }
        let expected = Signature(try vector[name].hex())
        let publicKey = PublicKey.ed25519(key.publicKey)
        checker.expect("public key", bytes: try vector["pub_key"].hex(), publicKey.bytes)
        checker.expect("\(name) held", bytes: expected.bytes, held.bytes)
        checker.expect("\(name) made", bytes: expected.bytes, key.sign(signBytes).bytes)
        checker.expect("\(name) verified", true, publicKey.verify(expected, of: signBytes))
    }
}
