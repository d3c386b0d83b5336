import Cryptography

extension Operation {
    /// SHA-256 and the trees made of it.
    static var hashes: [Operation] {
        let leaves = (0..<1000).map { Sample.bytes(32, UInt8(truncatingIfNeeded: $0)) }
        let sizes = [("64 B", 64), ("1 KiB", 1024), ("64 KiB", 65_536)]
        return sizes.map { name, size in
            let bytes = Sample.bytes(size, 7)
            return Operation("SHA-256 of \(name)") { SHA256.hash(bytes) }
        } + [
            Operation("Merkle root of 1000 leaves of 32 B") { MerkleTree.root(of: leaves) },
            Operation("Merkle root and proofs of 1000 leaves") { MerkleTree.rootAndProofs(of: leaves).proofs.count },
        ]
    }
}
