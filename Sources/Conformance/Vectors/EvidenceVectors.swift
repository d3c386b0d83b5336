import ABCI
import Chain
import Cryptography
import Execution
import JSON
import Wire

/// `evidence_hash.json`: evidence of both kinds, its hashes, its signatures, and what the application is told.
enum EvidenceVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        var valid: [Evidence] = []
        if file.has("cases") {
            checker.each(file["cases"]) { vector, checker in
                if let evidence = try evidence(vector, &checker) { valid.append(evidence) }
            }
        }
        guard file.has("lists") else { return }
        checker.each(file["lists"]) { vector, checker in
            let list = EvidenceList(Array(valid.prefix(try vector["first_n"].integer())))
            checker.expect("hash", bytes: try vector["hash"].hex(), list.hash.bytes)
            checker.expect("size", try vector["byte_size"].integer(), list.byteSize)
            checker.expect(
                "protobuf's SHA-256", bytes: try vector["proto_sha256"].hex(), SHA256.hash(list.protobuf).bytes)
        }
    }

    /// The evidence, or nil when it breaks a rule as it should.
    private static func evidence(_ vector: VectorMember, _ checker: inout Checker) throws -> Evidence? {
        let bytes = try vector["proto"].hex()
        let verdict = try vector["validate_basic_error"].textIfPresent()
        checker.expect("validation", verdict: verdict) {
            try Evidence(protobuf: ProtobufReader(bytes)).validate()
        }
        if verdict != nil { return nil }
        let evidence = try checker.decode(Evidence.self, vector["proto"])
        checker.expect("JSON", json: vector["amino_json"], evidence)
        checker.expect("bytes", bytes: try vector["bytes"].hex(), evidence.bytes)
        checker.expect("hash", bytes: try vector["hash"].hex(), evidence.hash.bytes)
        let kind = try vector["kind"].text()
        switch evidence {
        case .duplicateVote(let votes):
            checker.expect("kind", kind, "duplicate_vote")
            if vector.has("validators") { try verify(votes, vector, &checker) }
        case .lightClientAttack:
            checker.expect("kind", kind, "light_client_attack")
        }
        if vector.has("abci") {
            let misbehavior = evidence.misbehavior.map(\.protobufJSON)
            checker.expect("misbehaviour told", json: .array([vector["abci"].json]), .array(misbehavior))
        }
        return evidence
    }

    /// Holds the votes against the set of their height.
    private static func verify(
        _ evidence: DuplicateVoteEvidence, _ vector: VectorMember, _ checker: inout Checker
    ) throws {
        let chainID = ChainID(ByteString(try vector["chain_id"].text()))
        let set = try ValidatorVector.set(vector["validators"], &checker)
        try checker.expect("validators", validators: vector["validators"], set)
        checker.expect("verification", verdict: nil) { try evidence.verify(chainID: chainID, validators: set) }
    }
}
