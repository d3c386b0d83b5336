import Cryptography

/// `merkle.json`: roots, proofs, proofs that must fail, and chained proof operations.
enum MerkleVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        checker.each(file["cases"], roots)
        if file.has("negative") { checker.each(file["negative"], negative) }
        if file.has("value_op") {
            checker.at("value_op") { checker in try valueOperation(file["value_op"], &checker) }
        }
    }

    private static func roots(_ tree: VectorMember, _ checker: inout Checker) throws {
        let leaves = try tree["leaves"].elements().map { try $0.hex() }
        let root = try tree["root"].hex()
        let (computed, proofs) = MerkleTree.rootAndProofs(of: leaves)
        checker.expect("root", bytes: root, MerkleTree.root(of: leaves).bytes)
        checker.expect("root with proofs", bytes: root, computed.bytes)
        let expected = try tree["proofs"].elements()
        checker.expect("number of proofs", expected.count, proofs.count)
        for (proof, (leaf, computed)) in zip(expected, zip(leaves, proofs)) {
            checker.at(proof.path) { checker in
                try ProofVector(proof).compare(computed, &checker)
                checker.expect("verification", verdict: nil) {
                    guard let root = Hash(root) else { throw tree["root"].wrong("a hash") }
                    try computed.verify(root: root, leaf: leaf)
                }
            }
        }
    }

    private static func negative(_ vector: VectorMember, _ checker: inout Checker) throws {
        let proof = try ProofVector(vector["proof"])
        let leaf = try vector["leaf"].hex()
        guard let root = try vector["root"].hash() else { throw vector["root"].wrong("a hash") }
        let rule = try vector["validate_basic_error"].textIfPresent()
        let verdict = try vector["verify_error"].textIfPresent()
        checker.expect("decoding", verdict: rule) { _ = try proof.decoded() }
        // A proof with an aunt of another length cannot even be held, so there is nothing to verify.
        guard let described = proof.described else { return }
        if rule == nil { try proof.compare(described, &checker) }
        checker.expect("verification", verdict: verdict) { try described.verify(root: root, leaf: leaf) }
    }

    /// Proof operations run as CometBFT's default runtime does, with the key written both ways.
    private static func valueOperation(_ vector: VectorMember, _ checker: inout Checker) throws {
        let proof = try checker.decode(ProofOperations.self, vector["proof_ops_proto"])
        let root = try vector["root"].hex(), value = try vector["value"].utf8(), key = try vector["key"].utf8()
        let encodings: [(name: String, encoding: ProofKeyPath.Encoding)] = [
            ("keypath_url", .url), ("keypath_hex", .hexadecimal),
        ]
        for (name, encoding) in encodings {
            let text = try vector[name].text()
            var path = ProofKeyPath()
            path.append(key, as: encoding)
            checker.expect(name, text, path.text)
            checker.expect("\(name): verification", verdict: try vector["verify_ok"].textIfPresent()) {
                try ProofRuntime.standard.verifyValue(value, at: text, root: root, proof: proof)
            }
        }
        let path = try vector["keypath_url"].text()
        checker.expect("wrong key", verdict: try vector["verify_wrong_key"].textIfPresent()) {
            try ProofRuntime.standard.verifyValue(value, at: "/foo", root: root, proof: proof)
        }
        checker.expect("wrong value", verdict: try vector["verify_wrong_value"].textIfPresent()) {
            try ProofRuntime.standard.verifyValue(value + [0], at: path, root: root, proof: proof)
        }
    }
}
