import Chain
import Cryptography
import Wire

/// `commit_verify.json`: which commits a validator set takes for a block, whole, lightly, and on trust.
enum CommitVerificationVectors {
    static func run(_ file: VectorMember, _ checker: inout Checker) {
        checker.each(file["cases"]) { vector, checker in
            let chainID = ChainID(ByteString(try vector["chain_id"].text()))
            let height = Height(try vector["height"].integer())
            let blockID = try BlockID(json: vector["block_id"].json)
            let commit = try checker.decode(Commit.self, vector["commit_proto"])
            let set = try ValidatorVector.set(vector["validators"], &checker)
            try checker.expect("validators", validators: vector["validators"], set)
            checker.expect("verify_commit", verdict: try vector["verify_commit"].textIfPresent()) {
                try set.verifyCommit(
                    chainID: chainID, blockID: blockID, height: height, commit: commit, faultModel: .byzantine)
            }
            checker.expect("verify_commit_light", verdict: try vector["verify_commit_light"].textIfPresent()) {
                try set.verifyCommitLight(
                    chainID: chainID, blockID: blockID, height: height, commit: commit, faultModel: .byzantine)
            }
            let all = "verify_commit_light_all_signatures"
            checker.expect(all, verdict: try vector[all].textIfPresent()) {
                try set.verifyCommitLightAllSignatures(
                    chainID: chainID, blockID: blockID, height: height, commit: commit, faultModel: .byzantine)
            }
            let trusted = try ValidatorVector.set(vector["trusted_validators"], &checker)
            try checker.expect("trusted validators", validators: vector["trusted_validators"], trusted)
            for numerator: UInt64 in [1, 2] {
                let name = "verify_trusting_\(numerator)_3"
                checker.expect(name, verdict: try vector[name].textIfPresent()) {
                    try trusted.verifyCommitLightTrusting(
                        chainID: chainID, commit: commit, trustLevel: TrustLevel(numerator: numerator, denominator: 3))
                }
            }
        }
    }
}
