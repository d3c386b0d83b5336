import Chain
import Wire

extension Operation {
    /// A set of 175 validators, the size of the largest networks.
    static var validators: [Operation] {
        let set = Sample.validatorSet, commit = Sample.commit, bytes = set.protobuf
        if (try? set.verifyCommit(
            chainID: Sample.chainID, blockID: commit.blockID, height: commit.height, commit: commit,
            faultModel: .byzantine)) == nil
        {
            preconditionFailure("the commit is valid")
        }
        return [
            Operation("175 validators: priorities, 1 increment") { set.incrementingProposerPriority(times: 1) },
            Operation("175 validators: priorities, 120 increments") { set.incrementingProposerPriority(times: 120) },
            Operation("175 validators: hash") { set.hash },
            Operation("175 validators: decode") { try? ValidatorSet(protobuf: bytes) },
            Operation("175 validators: commit hash") { commit.hash },
            Operation("175 validators: sign bytes of a commit") {
                commit.signatures.indices.map { commit.voteSignBytes(chainID: Sample.chainID, at: $0) }
            },
            Operation("175 validators: verify a commit") {
                try? set.verifyCommit(
                    chainID: Sample.chainID, blockID: commit.blockID, height: commit.height, commit: commit,
                    faultModel: .byzantine)
            },
            Operation("175 validators: verify a commit, light") {
                try? set.verifyCommitLight(
                    chainID: Sample.chainID, blockID: commit.blockID, height: commit.height, commit: commit,
                    faultModel: .byzantine)
            },
            Operation("175 validators: median time") {
                try? commit.medianTime(of: set, faultModel: .byzantine)
            },
        ]
    }
}
