import Cryptography
import Testing
import Wire

@Suite("Merkle trees")
struct MerkleTreeTests {
    /// The leaves of the Certificate Transparency project's test of RFC 6962, and the roots over the first one, two…
    private static let leaves = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ]
    private static let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    @Test("The root over nothing is SHA-256 of nothing")
    func empty() {
        #expect(MerkleTree.root(of: []) == SHA256.hash([]))
        #expect(MerkleTree.rootAndProofs(of: []).root == SHA256.hash([]))
        #expect(MerkleTree.rootAndProofs(of: []).proofs.isEmpty)
        #expect(MerkleAccumulator().root == MerkleTree.emptyRoot)
    }

    @Test("The roots are those of Certificate Transparency's test data", arguments: 1...8)
    func known(count: Int) throws {
        let leaves = try Self.leaves.prefix(count).map { try bytes($0) }
        #expect(MerkleTree.root(of: leaves).bytes == (try bytes(Self.roots[count - 1])))
    }

    @Test("The tree is split at the largest power of two below its size", arguments: 1...70)
    func shape(count: Int) {
        let leaves = (0..<count).map { [UInt8($0)] }
        #expect(MerkleTree.root(of: leaves) == splitRoot(leaves[...]))
    }

    /// RFC 6962 §2.1, word for word.
    private func splitRoot(_ leaves: ArraySlice<[UInt8]>) -> Hash {
        if leaves.count == 1 { return MerkleTree.leafHash(leaves[leaves.startIndex]) }
        var split = 1
        while split * 2 < leaves.count { split *= 2 }
        return MerkleTree.innerHash(splitRoot(leaves.prefix(split)), splitRoot(leaves.dropFirst(split)))
    }

    @Test("Every leaf's proof leads to the root, and to no other leaf's", arguments: [1, 2, 3, 4, 5, 7, 8, 9, 16, 33])
    func proofs(count: Int) throws {
        let leaves = (0..<count).map { [UInt8($0)] }
        let (root, proofs) = MerkleTree.rootAndProofs(of: leaves)
        #expect(root == MerkleTree.root(of: leaves))
        #expect(proofs.count == count)
        for (index, proof) in proofs.enumerated() {
            #expect(proof.total == Int64(count) && proof.index == Int64(index))
            try proof.verify(root: root, leaf: leaves[index])
            #expect(throws: MerkleProofError.self) { try proof.verify(root: root, leaf: [UInt8(index), 0]) }
        }
    }

    @Test("A leaf that is a hash is the leaf of its 32 bytes, and a root may be asked for at any time")
    func accumulation() {
        let leaves = (0..<9).map { SHA256.hash([$0]) }
        var accumulator = MerkleAccumulator()
        for (index, leaf) in leaves.enumerated() {
            #expect(accumulator.count == UInt64(index))
            accumulator.add(leaf)
            #expect(accumulator.root == MerkleTree.root(of: leaves[...index].map(\.bytes)))
        }
    }
}
