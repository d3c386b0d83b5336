import Cryptography
import Wire

extension Decoder {
    /// Keys and proofs.
    static let cryptography: [Decoder] = [
        protobuf("public-key", PublicKey.ed25519(Example.key.publicKey)) { _ = ($0.address, $0.description) },
        protobuf("public-key-secp256k1", Example.secp256k1) { _ = ($0.address, $0.description) },
        protobuf("merkle-proof", Example.proof) { proof in
            _ = try? proof.verify(root: Example.hash(1), leaf: [1])  // only that it does not trap
        },
        protobuf("proof-operations", Example.proofOperations) { operations in
            // Only that it does not trap.
            _ = try? ProofRuntime.standard.verifyValue([1], at: "/a", root: [1], proof: operations)
        },
        text(
            "bech32", example: Example.bech32,
            decode: { bytes in
                (try? Bech32.decode(String(decoding: bytes, as: UTF8.self))).map(Bech32Text.init)
            },
            encode: { Array(((try? Bech32.encode(prefix: $0.prefix, bytes: $0.bytes)) ?? "").utf8) }),
        text(
            "proof-key-path", example: "/store/x:0a0b/%20",
            decode: { (try? ProofKeyPath(parsing: String(decoding: $0, as: UTF8.self)))?.keys },
            encode: { keys in
                var path = ProofKeyPath()
                for key in keys { path.append(key, as: .hexadecimal) }
                return Array(path.text.utf8)
            }),
    ]
}

/// What a Bech32 text holds.
private struct Bech32Text: Equatable {
    let prefix: String
    let bytes: [UInt8]
}
