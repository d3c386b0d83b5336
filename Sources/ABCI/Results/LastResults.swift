package import Cryptography
import Wire

/// The hash of a block's results, which the next header carries (CometBFT types/results.go).
package enum LastResults {
    /// What is hashed of each result: code, data and gas. The rest may differ from node to node.
    package static func leaves(_ results: [ExecTxResult]) -> [[UInt8]] {
        results.map { result in
            ExecTxResult(
                code: result.code, data: result.data, gasWanted: result.gasWanted, gasUsed: result.gasUsed
            ).protobuf
        }
    }

    /// The Merkle root over the leaves; of no results, the hash of nothing.
    package static func hash(_ results: [ExecTxResult]) -> Hash {
        MerkleTree.root(of: leaves(results))
    }

    /// The root, and for each result the proof that it is under it.
    package static func hashAndProofs(_ results: [ExecTxResult]) -> (root: Hash, proofs: [MerkleProof]) {
        MerkleTree.rootAndProofs(of: leaves(results))
    }
}
