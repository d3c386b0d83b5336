// What must be durable before it leaves, and what a restart must find again.
extension Mutation {
    private static let startFile = "Sources/Engine/ValidatorEngine+Start.swift"
    private static let executionFile = "Sources/Engine/ValidatorEngine+Execution.swift"
    private static let consensusFile = "Sources/Engine/ValidatorEngine+Consensus.swift"
    private static let gossipFile = "Sources/Engine/Peers/ValidatorEngine+Gossip.swift"

    static let logs = [
        Mutation(
            "release-votes", "our votes are sent before the log has them",
            Change(
                gossipFile, "after: vote.validatorAddress == ownAddress ? durability(of: vote.signature) : nil)",
                "after: nil)")),
        Mutation(
            "release-proposals", "our proposals and blocks are sent before the log has them",
            Change(
                gossipFile, "send(message, to: index, after: isSigned ? release : nil)", "send(message, to: index)"),
            Change(
                gossipFile,
                """
                                // A block of ours holds our last precommit, logged before. Others' parts never wait.
                                let isSigned = if case .proposal = message { isOwnTurn(state) } else { isOwn }
                                let release = state.proposal.map { durability(of: $0.signature) } ?? ownRelease

                """, ""),
            Change(
                gossipFile,
                """
                        let isOwn = [state.proposalBlock, state.lockedBlock, state.validBlock].contains {
                            $0?.block.header.proposerAddress == ownAddress
                        }

                """, "")),
        Mutation(
            "release-one-short", "our signatures are sent when the log has all but them",
            Change(
                consensusFile, "ownSignatures.note(signature, at: position)",
                "ownSignatures.note(signature, at: position.previous)")),
        Mutation(
            "release-store", "a block is stored before the log has our precommit in it",
            Change(
                executionFile, "emit(.commit(committed), after: ownRelease)", "emit(.commit(committed))")),
        Mutation(
            "release-publish", "our votes are shown before the log has them",
            Change(
                consensusFile, "emit(.publish(.consensus(observation)), after: lastOwnSignature.map(Release.logged))",
                "emit(.publish(.consensus(observation)))")),
        Mutation(
            "reply-early", "a client is answered before the block is durable",
            Change(
                "Sources/Engine/ValidatorEngine+Transactions.swift",
                "emit(.reply(waiter.client, reply), after: .committed(committed.height))",
                "emit(.reply(waiter.client, reply))")),
        Mutation(
            "log-not-replayed", "a restart does not handle the log again",
            Change(executionFile, "        if records.isEmpty {\n", "        if records.count >= 0 {\n")),
        Mutation(
            "log-cut", "a restart goes on with a log that lacks what was signed, and so its locks",
            Change(startFile, "        abstainsThrough = signed.height\n", "        abstainsThrough = 0\n")),
        Mutation(
            "log-cut-in-height", "a restart goes on with a log that lacks the last of what was signed at a height",
            Change(
                startFile, "if let logged, signed <= logged { return }",
                "if let logged, signed.height <= logged.height { return }")),
        Mutation(
            "log-truncated-early", "the log forgets a height before its block is durable",
            Change(
                executionFile, "        emit(.call(.commit(height: height)))\n",
                "        emit(.call(.commit(height: height)))\n        emit(.truncateLog(through: height))\n")),
        Mutation(
            "two-heights", "a height is executed while the one before is not durable",
            Change(
                executionFile, "        let isNext = durableHeight == chain.lastBlockHeight || mayExecuteAhead\n",
                "        let isNext = durableHeight <= chain.lastBlockHeight || mayExecuteAhead\n")),
        Mutation(
            "restart-asks-nothing", "a restart does not ask again what was not answered",
            Change(startFile, "        for effect in unanswered.effects { carry(effect, at: now) }\n", "")),
    ]
}
