import Cryptography
import Testing
import Wire

@Suite("Merkle proofs")
struct MerkleProofTests {
    private let leaves = ["a", "b", "c", "d", "e"].map { Array($0.utf8) }
    private let root: Hash
    private let proof: MerkleProof

    init() {
        let (root, proofs) = MerkleTree.rootAndProofs(of: leaves)
        self.root = root
        proof = proofs[2]
    }

    private func changed(
        total: Int64? = nil, index: Int64? = nil, leafHash: Hash? = nil, aunts: [Hash]? = nil
    ) -> MerkleProof {
        MerkleProof(
            total: total ?? proof.total, index: index ?? proof.index, leafHash: leafHash ?? proof.leafHash,
            aunts: aunts ?? proof.aunts)
    }

    private func verdict(_ proof: MerkleProof, leaf: String = "c", root: Hash? = nil) -> String? {
        do throws(MerkleProofError) {
            try proof.verify(root: root ?? self.root, leaf: Array(leaf.utf8))
            return nil
        } catch {
            return error.description
        }
    }

    @Test("CometBFT's proof of the third of five leaves is read, verified and written again")
    func knownBytes() throws {
        let root = try #require(Hash(try bytes("f95aaf6e3101151f55ea56df35120888353497544c7e4cca7954f8bf2e4667c4")))
        let encoded =
            "080510021a20597fcb31282d34654c200d3418fca5705c648ebf326ec73d8ddef11841f876d8"
            + "2220d070dc5b8da9aea7dc0f5ad4c29d89965200059c9a0ceca3abd5da2492dcb71d"
            + "2220b137985ff484fb600db93107c77b0365c80d78f5b429ded0fd97361d077999eb"
            + "2220c6daa911b26a336774f6c234d88a2b2ed80ddab5152ad47f29a2e003a3d35ce2"
        let proof = try MerkleProof(protobuf: try bytes(encoded))
        #expect(verdict(proof, root: root) == nil)
        #expect(proof.protobuf == (try bytes(encoded)))
    }

    @Test(
        "A proof that is unchanged verifies, and one with another total too when the path turns the same way, as in CometBFT"
    )
    func otherTotal() {
        #expect(verdict(proof) == nil)
        #expect(verdict(changed(total: 6)) == nil)
    }

    @Test("A proof is refused in CometBFT's words")
    func refusals() {
        #expect(verdict(changed(total: -1)) == "proof total must be positive")
        #expect(verdict(changed(index: -1)) == "proof index cannot be negative")
        #expect(
            verdict(proof, leaf: "b")
                == "invalid leaf hash: wanted \(MerkleTree.leafHash([UInt8(ascii: "b")])) got \(proof.leafHash)")
        #expect(
            verdict(proof, root: MerkleTree.emptyRoot)
                == "invalid root hash: wanted \(MerkleTree.emptyRoot) got \(root)")
        #expect(verdict(changed(index: 3))?.hasPrefix("invalid root hash: wanted \(root) got ") == true)
        #expect(verdict(changed(total: 0, index: 0)) == "compute root hash: invalid index 0 and/or total 0")
        #expect(verdict(changed(index: 5)) == "compute root hash: invalid index 5 and/or total 5")
        #expect(
            verdict(changed(aunts: Array(proof.aunts.prefix(1))))
                == "compute root hash: expected at least one inner hash")
        #expect(
            verdict(changed(aunts: proof.aunts + [root])) == "compute root hash: unexpected inner hashes")
    }

    @Test(
        "Any index and total give a verdict",
        arguments: [(0, .max), (.max - 1, .max), (.max, .max), (0, .min), (.min, 1), (1 << 62, (1 << 62) + 1)]
            as [(
                Int64, Int64
            )])
    func extremes(index: Int64, total: Int64) {
        for count in [0, 1, 62, 63, 64, 100] {
            let proof = changed(total: total, index: index, aunts: [Hash](repeating: root, count: count))
            #expect(verdict(proof) != nil)
        }
    }

    @Test("The deepest tree there can be has a proof of 63 aunts")
    func deepest() {
        let aunts = [Hash](repeating: root, count: 63)
        #expect(throws: Never.self) { try changed(total: .max, index: 0, aunts: aunts).computedRoot() }
        #expect(throws: MerklePathError.missingInnerHash) {
            try changed(total: .max, index: 0, aunts: Array(aunts.dropLast())).computedRoot()
        }
        #expect(throws: MerklePathError.unexpectedInnerHashes) {
            try changed(total: .max, index: 0, aunts: aunts + [root]).computedRoot()
        }
    }

    @Test(
        "Bytes that break a rule are refused in CometBFT's words",
        arguments: [
            (["08ffffffffffffffffff01"], "negative Total"),
            (["0801", "10ffffffffffffffffff01"], "negative Index"),
            (["0801"], "expected LeafHash size to be 32, got 0"),
            (["0801", "1a0101"], "expected LeafHash size to be 32, got 1"),
            (["0801", hash, "2200"], "expected Aunts#0 size to be 32, got 0"),
            (
                ["0801", hash, aunt, "221f" + String(repeating: "00", count: 31), "2200"],
                "expected Aunts#1 size to be 32, got 31"
            ),
            (["0801", hash] + [String](repeating: aunt, count: 101), "expected no more than 100 aunts, got 101"),
            (["0801", hash] + [String](repeating: "2200", count: 102), "expected no more than 100 aunts, got 102"),
        ])
    func rules(fields: [String], rule: String) throws {
        let encoded = try bytes(fields.joined())
        #expect(throws: DecodingError.invalid(rule)) { try MerkleProof(protobuf: encoded) }
    }

    private static let hash = "1a20" + String(repeating: "11", count: 32)
    private static let aunt = "2220" + String(repeating: "22", count: 32)

    @Test("A hundred aunts are allowed")
    func mostAunts() throws {
        let encoded = try bytes("0801" + Self.hash + String(repeating: Self.aunt, count: 100))
        #expect(try MerkleProof(protobuf: encoded).aunts.count == 100)
    }

    @Test("Any bytes give a proof or an error")
    func robustness() throws {
        try checkRobustness(proof)
    }
}
