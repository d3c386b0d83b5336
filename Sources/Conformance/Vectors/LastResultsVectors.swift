import ABCI
import Cryptography
import JSON
import Wire

/// `last_results_hash.json`: results of transactions, what of them is hashed, and the header's hash of them.
enum LastResultsVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        checker.each(file["cases"]) { vector, checker in
            let results = try vector["results_proto"].elements().map { member in
                try checker.decode(ExecTxResult.self, member)
            }
            let described = try vector["results"].elements()
            checker.expect("number of results", described.count, results.count)
            for (member, result) in zip(described, results) {
                checker.expect("JSON", json: member, result)
            }
            let leaves = try vector["deterministic_leaves"].elements().map { try $0.hex() }
            checker.expect("leaves", leaves, LastResults.leaves(results))
            checker.expect("hash", bytes: try vector["hash"].hex(), LastResults.hash(results).bytes)
            if vector.has("proof_last") {
                let (_, proofs) = LastResults.hashAndProofs(results)
                guard let last = proofs.last else { throw VectorError("\(vector.path) has no results to prove") }
                try ProofVector(vector["proof_last"]).compare(last, &checker)
            }
        }
    }
}
