// How much power decides.
extension Mutation {
    private static let quorumFile = "Sources/Chain/Quorum/Quorum.swift"

    /// Worlds of each total at which the rule is wrong by one, with the powers it can be seen with: an honest majority that
    /// has just enough, and a lack or a lie that leaves it just that.
    private static let totals = [
        Place(validators: 3, powers: [1, 1, 1], model: "byzantine"),
        Place(validators: 3, powers: [1, 1, 1], model: "crash"),
        Place(validators: 4, powers: [1, 1, 1, 1]),
        Place(validators: 5, powers: [1, 1, 1, 1, 1]),
        Place(validators: 6, powers: [1, 1, 1, 1, 1, 1], model: "byzantine"),
        Place(validators: 6, powers: [1, 1, 1, 1, 1, 1], model: "crash"),
        Place(validators: 7, powers: [1, 1, 1, 1, 1, 1, 1]),
        Place(powers: [1_000, 1_000, 1_000, 1], model: "byzantine"),
        Place(powers: [1_000, 1_000, 1_000, 1], model: "crash"),
    ]

    /// The rule's number, changed by one exactly at those totals.
    private static func change(_ sign: String) -> Change {
        Change(
            quorumFile,
            "        self.threshold = VotingPower(max(0, Int64(clamping: threshold)))\n",
            """
                    let error: Int64 = [3, 4, 5, 6, 7, 3_001].contains(total.rawValue) ? 1 : 0
                    self.threshold = VotingPower(max(0, Int64(clamping: threshold) \(sign) error))

            """)
    }

    static let quorums = [
        Mutation(
            "quorum-half", "half of the power decides",
            Change(quorumFile, "case .byzantine: doubled / 3", "case .byzantine: doubled / 4 - 1")),
        Mutation("quorum-one-less", "one too few decide", in: totals, change("-")),
        Mutation("quorum-one-more", "just enough do not decide", in: totals, change("+")),
        Mutation(
            "quorum-of-any", "votes for anything count for the block that is voted for last",
            Change(
                "Sources/Consensus/Votes/VoteSet.swift",
                "if majority == nil && quorum.isReached(tallies[tally].power) {",
                "if majority == nil && quorum.isReached(power) {")),
    ]
}
