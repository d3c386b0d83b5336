package import Chain

extension ChainState {
    /// The time of the next block with this commit: the median of the commit's times by power; the genesis's time for
    /// the first block.
    package func time(ofBlockAt height: Height, lastCommit: Commit) throws(ValidationError) -> Timestamp {
        if height == initialHeight { return lastBlockTime }
        return try lastCommit.medianTime(
            of: lastValidators, faultModel: consensusParameters.faultModel)
    }

    func checkTime(_ header: Header, _ lastCommit: Commit) throws(BlockRejection) {
        if header.height < initialHeight {
            throw BlockRejection(
                .height, "block height \(header.height) lower than initial height \(initialHeight)")
        }
        if header.height == initialHeight {
            if header.time != lastBlockTime {
                throw BlockRejection(
                    .time,
                    "block time \(header.time.goDescription) is not equal to genesis time \(lastBlockTime.goDescription)"
                )
            }
            return
        }
        if header.time <= lastBlockTime {
            throw BlockRejection(
                .timeOrder,
                "block time \(header.time.goDescription) not greater than last block time "
                    + lastBlockTime.goDescription)
        }
        let median: Timestamp
        do {
            median = try time(ofBlockAt: header.height, lastCommit: lastCommit)
        } catch {
            throw BlockRejection(.time, "error validating block while calculating median time: \(error.message)")
        }
        if header.time != median {
            throw BlockRejection(
                .time, "invalid block time. Expected \(median.goDescription), got \(header.time.goDescription)")
        }
    }

    /// Refuses a block from a future that the clock does not see coming. It is asked before prevoting, and never of a
    /// block that has its commit.
    ///
    /// Deviation: CometBFT asks it in every validation, so that a node whose clock is behind cannot take over a block
    /// which the others have decided. Here such a node follows, and only does not vote for it.
    ///
    /// - Parameters:
    ///   - now: The wall clock.
    ///   - tolerance: `block_time_tolerance`; zero or less for no check.
    package static func checkTimeTolerance(
        of blockTime: Timestamp, now: Timestamp, tolerance: Nanoseconds
    ) throws(BlockRejection) {
        if tolerance > .zero && blockTime >= now.adding(tolerance) {
            throw BlockRejection(
                .timeTolerance,
                "block time \(blockTime.goDescription) is too far in the future "
                    + "(wall clock \(now.goDescription) + tolerance \(tolerance))")
        }
    }
}
