extension Setting {
    static let consensus: [Setting] = [
        Setting(
            .consensus, "wal_file", .text(\.consensus.logFile),
            "CometBFT's log. This node keeps its own in db_dir, and passes over this key."),
        Setting(
            .consensus, "timeout_propose", .duration(\.consensus.proposeTimeout),
            "How long to wait for the proposal of a block before voting for none."),
        Setting(
            .consensus, "timeout_propose_delta", .duration(\.consensus.proposeTimeoutDelta),
            "By how much more in each further round of a height."),
        Setting(
            .consensus, "timeout_prevote", .duration(\.consensus.prevoteTimeout),
            "How long to wait for more prevotes when two thirds are there but not for one block."),
        Setting(
            .consensus, "timeout_prevote_delta", .duration(\.consensus.prevoteTimeoutDelta),
            "By how much more in each further round."),
        Setting(
            .consensus, "timeout_precommit", .duration(\.consensus.precommitTimeout),
            "How long to wait for more precommits when two thirds are there but not for one block."),
        Setting(
            .consensus, "timeout_precommit_delta", .duration(\.consensus.precommitTimeoutDelta),
            "By how much more in each further round."),
        Setting(
            .consensus, "timeout_commit", .duration(\.consensus.commitTimeout),
            "The pause after a block, in which the slower validators' precommits arrive. It sets the pace of the chain."
        ),
        Setting(
            .consensus, "double_sign_check_height", .integer(\.consensus.doubleSignCheckHeight),
            """
            Sign nothing after a start before so many heights are decided, and listen meanwhile whether another node runs \
            with this validator's key. 0 to sign at once.
            """),
        Setting(
            .consensus, "skip_timeout_commit", .boolean(\.consensus.skipsCommitTimeout),
            "Go on as soon as all precommits are there, without the rest of the pause."),
        Setting(
            .consensus, "create_empty_blocks", .boolean(\.consensus.createsEmptyBlocks),
            "Make blocks also when no transaction waits."),
        Setting(
            .consensus, "create_empty_blocks_interval", .duration(\.consensus.emptyBlocksInterval),
            "The least time between two blocks without transactions."),
        Setting(
            .consensus, "peer_gossip_sleep_duration", .duration(\.consensus.gossipSleepDuration),
            "How often CometBFT looks whether a peer lacks something. This node sends when there is something to send."),
        Setting(
            .consensus, "peer_query_maj23_sleep_duration", .duration(\.consensus.majorityQuerySleepDuration),
            "How often peers are asked about votes that this node has seen two thirds of."),
        Setting(
            .consensus, "block_time_tolerance", .duration(\.consensus.blockTimeTolerance, .positive),
            "How far the time of a proposed block may be from this machine's clock, either way."),
    ]
}
