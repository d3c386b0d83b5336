// What brings the chain forward once messages arrive in bounded time.
extension Mutation {
    private static let timeoutFile = "Sources/Consensus/Round/TimeoutSettings.swift"
    private static let proposeFile = "Sources/Consensus/Round/Tendermint+Propose.swift"

    static let progress = [
        Mutation(
            "timeouts-constant", "timeouts do not grow with the round",
            Change(timeoutFile, "propose.adding(proposeDelta, times: round)", "propose"),
            Change(timeoutFile, "prevote.adding(prevoteDelta, times: round)", "prevote"),
            Change(timeoutFile, "precommit.adding(precommitDelta, times: round)", "precommit")),
        Mutation(
            "valid-block-forgotten", "a proposer makes a new block though one has got a polka",
            Change(
                proposeFile, "if let block = state.validBlock {",
                "if let block = state.validBlock, block.block.height < 0 {")),
        Mutation(
            "vote-time", "a vote may be earlier than the block it is for",
            Change(
                "Sources/Consensus/Round/Tendermint+Vote.swift",
                "return max(now.wall, block.block.header.time.adding(nanoseconds: 1_000_000))",
                "return min(now.wall, block.block.header.time.adding(nanoseconds: 1_000_000))")),
        Mutation(
            "lost-not-sent-again", "what was lost is not sent again",
            Change(
                "Sources/Engine/Peers/ValidatorEngine+Gossip.swift",
                "        peers.all[index].rounds.forgetSent()\n", "")),
    ]
}
