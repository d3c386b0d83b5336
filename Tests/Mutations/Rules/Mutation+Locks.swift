// What keeps two blocks from being decided at one height.
extension Mutation {
    private static let voteFile = "Sources/Consensus/Round/Tendermint+Vote.swift"

    static let locks = [
        Mutation(
            "lock-never", "who precommits a block does not lock it",
            Change(
                voteFile,
                """
                                self.state?.lockedRound = round
                                self.state?.lockedBlock = block

                """, "")),
        Mutation(
            "lock-not-prevoted", "a locked validator prevotes what is proposed",
            Change(
                voteFile,
                "        if let locked = state.lockedBlock { return prevote(locked.id, state, at: now) }\n", "")),
        Mutation(
            "lock-older-polka", "a polka of an older round unlocks",
            Change(
                voteFile, "if let locked = before.lockedBlock, before.lockedRound < round, round <= before.round,",
                "if let locked = before.lockedBlock, round <= before.round,")),
        Mutation(
            "lock-no-polka", "a round without a polka unlocks",
            Change(
                voteFile,
                """
                        guard let polka = state.votes.prevotes(round)?.majority else { return vote(.precommit, for: .none, at: now) }

                """,
                """
                        guard let polka = state.votes.prevotes(round)?.majority else {
                            self.state?.unlock()
                            return vote(.precommit, for: .none, at: now)
                        }

                """)),
        Mutation(
            "precommit-no-polka", "a block is precommitted that no quorum prevoted",
            Change(
                voteFile,
                "guard let polka = state.votes.prevotes(round)?.majority else { return vote(",
                "guard let polka = state.votes.prevotes(round)?.majority ?? state.proposalBlock?.id else { return vote("
            )),
        Mutation(
            "lock-restart", "a restart forgets the lock",
            Change(
                "Sources/Consensus/Tendermint.swift", "        state?.startTime = now\n",
                "        state?.startTime = now\n        state?.unlock()\n")),
    ]
}
