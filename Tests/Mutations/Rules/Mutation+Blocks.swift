// Which blocks are good, and what belongs into them.
extension Mutation {
    private static let validationFile = "Sources/Execution/Blocks/ChainState+Validation.swift"

    static let blocks = [
        Mutation(
            "commit-signatures", "the signatures of a last commit are not checked against their validators",
            Change(
                "Sources/Chain/Commits/CommitVerification.swift", "for check in checks where !isValid(check) {",
                "for check in checks where !isValid(check) && checks.isEmpty {")),
        Mutation(
            "commit-power", "the power behind a last commit is not counted",
            Change(
                "Sources/Chain/Commits/CommitTally.swift",
                "        if state.power > Int128(threshold.rawValue) { return nil }\n        return .insufficientPower",
                "        if state.power >= 0 { return nil }\n        return .insufficientPower")),
        Mutation(
            "app-hash", "the application hash of a block is not compared",
            Change(validationFile, "if header.appHash != appHash {", "if header.appHash.bytes.count > 32 {")),
        Mutation(
            "block-time", "a block may be later than its last commit says",
            Change(
                "Sources/Execution/Blocks/ChainState+Time.swift", "if header.time != median {",
                "if header.time < median {")),
        Mutation(
            "verdict-ignored", "a block that breaks the rules is accepted",
            Change(
                "Sources/Engine/ValidatorEngine+Consensus.swift",
                "inputs.append(.judged(.invalid(\"\\(rejection)\"), block",
                "inputs.append(.judged(rejection.message.isEmpty ? .unacceptable : .accepted, block")),
        Mutation(
            "evidence-unverified", "the signatures of evidence are not checked",
            Change(
                "Sources/Execution/Evidence/DuplicateVoteEvidence+Verification.swift",
                "for (vote, name) in [(voteA, \"VoteA\"), (voteB, \"VoteB\")] {",
                "for (vote, name) in [(voteA, \"VoteA\"), (voteB, \"VoteB\")] where name.isEmpty {")),
        Mutation(
            "evidence-never", "evidence is never proposed", in: [Place(heights: 30)],
            Change(
                "Sources/Engine/ValidatorEngine+Consensus.swift", "let evidence = try proposedEvidence(chain)",
                "let evidence = EvidenceList([])")),
        Mutation(
            "evidence-again", "evidence that a block has is proposed again",
            Change(
                "Sources/Engine/ValidatorEngine+Evidence.swift", "        evidencePool.commit(block.evidence)\n", "")),
    ]
}
