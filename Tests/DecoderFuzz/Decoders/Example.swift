import Chain
import Cryptography

/// Values to begin from.
enum Example {
    static let chainID: ChainID = "fuzz-chain"

    static let key: Ed25519PrivateKey = {
        guard let key = Ed25519PrivateKey(seed: Array(0..<32)) else { preconditionFailure("a seed has 32 bytes") }
        return key
    }()

    static func hash(_ number: UInt8) -> Hash { SHA256.hash([number]) }

    static let address = key.publicKey.address

    static let leaves: [[UInt8]] = (0..<5).map { [UInt8]([$0, 7]) }

    /// Of the last leaf.
    static let proof = MerkleTree.rootAndProofs(of: leaves).proofs[4]

    static let secp256k1: PublicKey = {
        guard let key = Secp256k1PrivateKey(Array(1...32)) else { preconditionFailure("a key has 32 bytes") }
        return .secp256k1(key.publicKey)
    }()

    static let bech32 = (try? Bech32.encode(prefix: "daon", bytes: address.bytes)) ?? ""
}
