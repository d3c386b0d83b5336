import Cryptography
import Wire

/// A proof as vector files describe it: its members and its protobuf.
struct ProofVector {
    let total: Int64
    let index: Int64
    let leafHash: [UInt8]
    let aunts: [[UInt8]]
    let protobuf: [UInt8]

    init(_ vector: VectorMember) throws {
        total = try vector["total"].integer()
        index = try vector["index"].integer()
        leafHash = try vector["leaf_hash"].hex()
        aunts = try vector["aunts"].elements().map { try $0.hex() }
        protobuf = try vector["proto"].hex()
    }

    /// The proof that the members describe, whatever rules it breaks; nil when a hash has not 32 bytes.
    var described: MerkleProof? {
        let hashes = aunts.compactMap { Hash($0) }
        guard let leafHash = Hash(leafHash), hashes.count == aunts.count else { return nil }
        return MerkleProof(total: total, index: index, leafHash: leafHash, aunts: hashes)
    }

    func decoded() throws(DecodingError) -> MerkleProof {
        try MerkleProof(protobuf: ProtobufReader(protobuf))
    }

    /// Compares a computed proof with this one: every member, and its protobuf both ways.
    func compare(_ proof: MerkleProof, _ checker: inout Checker) throws {
        checker.expect("proof's total", total, proof.total)
        checker.expect("proof's index", index, proof.index)
        checker.expect("proof's leaf hash", bytes: leafHash, proof.leafHash.bytes)
        checker.expect("proof's aunts", aunts, proof.aunts.map(\.bytes))
        checker.expect("proof's protobuf", bytes: protobuf, proof.protobuf)
        checker.expect("proof decoded", try decoded(), proof)
    }
}
