/// How often what matters happened in a world, or in many: a check that nothing came near shows nothing.
package struct Tally: Sendable {
    package var crashes = 0
    /// Crashes in which the end of the log was lost.
    package var logLosses = 0
    /// Validators that lost their data together, and those of them that took part again in the height they lost it in.
    package var dataLosses = 0
    package var rejoins = 0
    package var partitions = 0
    /// Validators that were cut off for long, came back and signed.
    package var returns = 0
    /// Copies of disks that were used.
    package var copies = 0
    /// Keys that were heard where they should not have been.
    package var keysHeard = 0
    /// Phases of rounds that did not reach some of the nodes, or late.
    package var phaseFaults = 0
    /// Validators that left for good.
    package var leavers = 0
    /// Votes for two things, and false or second blocks, that were sent.
    package var lies = 0
    /// Rounds above the first that nodes began.
    package var laterRounds = 0
    package var locks = 0
    /// Locks taken again, in a later round.
    package var relocks = 0
    package var unlocks = 0
    /// Blocks that were fetched and not decided.
    package var fetched = 0
    /// False answers to peers that fetch blocks.
    package var falseAnswers = 0
    /// Calls between nodes, connections that were cut, and bytes that were written, where links carry bytes.
    package var calls = 0
    package var cuts = 0
    package var bytes = 0
    /// Bits that were flipped on the way between nodes.
    package var flips = 0
    /// Connections that strangers made, and for what nodes have ended one.
    package var visits = 0
    package var refused: Set<Mischief> = []
    /// Programs that stopped because they did not know the chain's version of the registry's messages, and were replaced;
    /// messages of later versions that were refused before the vote, and taken after it.
    package var replacedPrograms = 0
    package var newsRefused = 0
    package var newsTaken = 0
    /// Validators that joined, left, changed their keys and were found to have signed twice, each when it took effect; and bonds
    /// that became free.
    package var joins = 0
    package var leaves = 0
    package var rotations = 0
    package var tombstones = 0
    package var releasedBonds = 0
    /// Pieces of evidence in blocks.
    package var evidence = 0

    package init() {}

    /// Changes of who validates that took effect.
    package var stakeActs: Int { joins + leaves + rotations + tombstones }

    package static func += (left: inout Tally, right: Tally) {
        left.crashes += right.crashes
        left.logLosses += right.logLosses
        left.dataLosses += right.dataLosses
        left.rejoins += right.rejoins
        left.partitions += right.partitions
        left.returns += right.returns
        left.copies += right.copies
        left.keysHeard += right.keysHeard
        left.phaseFaults += right.phaseFaults
        left.leavers += right.leavers
        left.lies += right.lies
        left.laterRounds += right.laterRounds
        left.locks += right.locks
        left.relocks += right.relocks
        left.unlocks += right.unlocks
        left.fetched += right.fetched
        left.falseAnswers += right.falseAnswers
        left.replacedPrograms += right.replacedPrograms
        left.newsRefused += right.newsRefused
        left.newsTaken += right.newsTaken
        left.joins += right.joins
        left.leaves += right.leaves
        left.rotations += right.rotations
        left.tombstones += right.tombstones
        left.releasedBonds += right.releasedBonds
        left.evidence += right.evidence
        left.calls += right.calls
        left.cuts += right.cuts
        left.bytes += right.bytes
        left.flips += right.flips
        left.visits += right.visits
        left.refused.formUnion(right.refused)
    }
}

extension Tally: CustomStringConvertible {
    package var description: String {
        "\(laterRounds) rounds above the first, \(locks) locks, \(relocks) taken again, \(unlocks) given up; "
            + "\(crashes) crashes, \(logLosses) lost logs, \(dataLosses) lost data of which \(rejoins) rejoined, \(partitions) partitions, \(returns) back after long, \(copies) copies of disks, \(keysHeard) keys heard, \(phaseFaults) phases cut, "
            + "\(leavers) nodes gone, \(lies) lies, \(evidence) pieces of evidence, \(fetched) blocks fetched, "
            + "\(falseAnswers) false answers; \(calls) calls, \(cuts) cuts, \(bytes) bytes on links, \(flips) bits flipped, "
            + "\(visits) visits of strangers, refused for \(refused.count) reasons; "
            + "\(replacedPrograms) programs replaced, \(newsRefused) new messages refused, \(newsTaken) taken; "
            + "\(stakeActs) changes of validators (\(joins) joined, \(leaves) left, \(rotations) changed keys, "
            + "\(tombstones) signed twice), \(releasedBonds) bonds free"
    }
}
