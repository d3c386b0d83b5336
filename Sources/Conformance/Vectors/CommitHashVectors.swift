import Chain
import Cryptography
import Wire

/// `commit_hash.json`: commits, what was signed for them, and the time they give the next block.
enum CommitHashVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        if file.has("cases") { checker.each(file["cases"], commit) }
        if file.has("empty_commit") {
            checker.at("empty_commit") { checker in
                let commit = try checker.decode(Commit.self, file["empty_commit"]["proto"])
                checker.expect("hash", bytes: try file["empty_commit"]["hash"].hex(), commit.hash.bytes)
            }
        }
    }

    private static func commit(_ vector: VectorMember, _ checker: inout Checker) throws {
        let chainID = ChainID(ByteString(try vector["chain_id"].text()))
        let commit = try checker.decode(Commit.self, vector["proto"])
        checker.expect("JSON", json: vector["amino_json"], commit)
        checker.expect("hash", bytes: try vector["hash"].hex(), commit.hash.bytes)
        checker.expect("size", try vector["size_bytes"].integer(), commit.protobuf.count)
        let expected = try vector["vote_sign_bytes"].elements().map { try $0.hex() }
        checker.expect("number of signatures", expected.count, commit.signatures.count)
        for (index, pair) in zip(commit.signatures, expected).enumerated() {
            checker.expect(
                "sign bytes of signature \(index)", bytes: pair.1,
                commit.voteSignBytes(chainID: chainID, at: index) ?? [])
        }
        let set = try ValidatorVector.set(vector["validators"], &checker)
        try checker.expect("validators", validators: vector["validators"], set)
        let time = try TimeVector(vector["median_time"])
        time.compare("median time", try commit.medianTime(of: set, faultModel: .byzantine), &checker)
    }
}
