// What keeps a chain whole when several validators have lost their data at once.
extension Mutation {
    private static let ruleFile = "Sources/Consensus/RestartRule.swift"
    private static let lossFile = "Sources/Engine/ValidatorEngine+SharedLoss.swift"
    private static let place = Place(losesData: true)

    static let dataLoss = [
        Mutation(
            "forgotten-unbacked", "who has forgotten prevotes what it would, whatever those who remember do",
            in: [place],
            Change(ruleFile, "remembering.allSatisfy { votes.vote(at: $0)?.blockID == blockID }", "true")),
        Mutation(
            "restart-from-first", "a height is begun again in its first round, in which all have voted", in: [place],
            Change(lossFile, "round < rule.firstRound else { return }", "round < 0 else { return }"),
            Change(lossFile, "return round < restart.round || restartRule == nil", "return restartRule == nil")),
        Mutation(
            "restart-one-early", "a height is begun again in a round in which somebody may have voted", in: [place],
            Change(
                lossFile, "let before = Round(rule.firstRound.rawValue - 1)",
                "let before = Round(max(0, rule.firstRound.rawValue - 3))"),
            Change(lossFile, "return round < restart.round || restartRule == nil", "return restartRule == nil")),
        Mutation(
            "restart-waits", "a round waits for a quorum though only those who remember vote", in: [place],
            Change(
                "Sources/Consensus/Round/Tendermint+Vote.swift",
                "votes.hasQuorumOfAny || context?.restart?.isPast(votes) == true", "votes.hasQuorumOfAny")),
    ]
}
