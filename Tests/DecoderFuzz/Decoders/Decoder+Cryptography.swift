import Cryptography

extension Decoder {
    /// Keys and proofs.
    static let cryptography: [Decoder] = [
        protobuf("public-key", PublicKey.ed25519(Example.key.publicKey)) { _ = $0.address },
        protobuf("merkle-proof", Example.proof) { proof in
            _ = try? proof.verify(root: Example.hash(1), leaf: [1])  // only that it does not trap
        },
    ]
}
