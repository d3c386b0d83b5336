/// What can go wrong in one world, drawn from its seed: most worlds have some kinds of faults in plenty and none of others,
/// which finds more than a little of everything does (swarm testing).
package struct FaultMix: Sendable {
    /// Worlds in a thousand in which somebody is cut off for long: they take as much time as two or three others.
    private static let longCutOffsPerMille = 20

    /// Nanoseconds a message takes.
    package var delay: ClosedRange<Int64> = 100_000...2_000_000
    /// Messages in a thousand that take very long, and how long.
    package var slowPerMille = 0
    package var slowDelay: ClosedRange<Int64> = 0...0
    /// Messages in a thousand that are lost without notice, and that come twice.
    package var lossPerMille = 0
    package var duplicatePerMille = 0
    /// Whether messages of one connection may overtake each other.
    package var reorders = false
    /// Phases of rounds in a thousand, those of proposals, prevotes and precommits, that some nodes get late or not at all.
    package var phaseFaultsPerMille = 0
    /// Nanoseconds between broken connections; 0 for never.
    package var breakInterval: Int64 = 0
    /// Nanoseconds between partitions, and how long one lasts; 0 for never.
    package var partitionInterval: Int64 = 0
    package var partitionDuration: Int64 = 0
    /// Whether a partition halves the nodes, rather than to split them anyhow.
    package var splitsEvenly = false
    /// Effects between crashes of one process, on average; 0 for never.
    package var crashInterval = 0
    package var downtime: ClosedRange<Int64> = 0...0
    /// Moments in a thousand, those at which a node locks a block or signs, that a crash follows within a few effects.
    package var crashAtMomentsPerMille = 0
    /// Locks in a thousand that a partition follows, before others know of them.
    package var splitAtLocksPerMille = 0
    /// How many validators may lose the end of their log in a crash, as far as the rest can do without them.
    package var logLosers = 0
    /// How many validators leave for good, as far as the rest can do without them.
    package var leavers = 0
    /// When so many validators may lose their data at once that the others need them; nil for never.
    package var dataLossAfter: Int64?
    /// Nanoseconds a sync of the log and a commit take.
    package var sync: ClosedRange<Int64> = 100_000...1_000_000
    package var commit: ClosedRange<Int64> = 200_000...2_000_000
    /// Nanoseconds the application and the checks take.
    package var work: ClosedRange<Int64> = 10_000...200_000
    /// Nanoseconds that a wall clock is off, either way.
    package var clockSkew: Int64 = 0
    /// How many validators of those that may lie run twice with one key.
    package var twins = 0
    /// How many of the rest contradict themselves on purpose.
    package var equivocators = 0
    /// Nanoseconds between transactions.
    package var clientInterval: Int64 = 50_000_000
    /// Whether transactions change the validator set.
    package var changesValidators = false
    // What the operators chose.
    package var skipsTimeoutCommit = false
    package var createsEmptyBlocks = true
    package var hasExtensions = false
    /// Whether starting nodes fetch blocks before they take part.
    package var startsWithBlockSync = false
    /// How many nodes start late, with an empty disk, as far as the rest can do without them.
    package var lateJoiners = 0
    /// Answers in a thousand of those who contradict themselves on purpose that are false, to peers that fetch blocks.
    package var falseAnswersPerMille = 0
    /// How many validators are cut off for long, once, and whether they still reach each other.
    package var cutOffs = 0
    package var areCutOffTogether = false
    /// Nanoseconds after which that begins, and how long it lasts: until timeouts have grown, and beyond the time after which a
    /// connection is given up.
    package var cutOffAfter: Int64 = 0
    package var cutOffDuration: Int64 = 60_000_000_000
    /// Nanoseconds between blocks; 0 for the usual 50 ms. In such a world there would be thousands of them meanwhile.
    package var commitTimeout: Int64 = 0
    /// What is done with a copy of a validator's disk; nil for nothing. It is never drawn, only chosen (`drawCopy`).
    package var copiedDisk: CopiedDisk?
    /// Nanoseconds after which it is copied, and how old the copy is when it is used.
    package var copyAfter: Int64 = 0
    package var copyAge: Int64 = 0
    /// `double_sign_check_height` of the copy that is started beside its validator.
    package var copyWindow: Int64 = 0
    /// Whether validators heed what others know of their keys: they do, unless a test wants to see what it is good for.
    package var heedsOwnKey = true
    /// Nanoseconds after which all of this ends, or when nobody is cut off any more.
    package var calmAfter: Int64 = 0
    /// Nanoseconds that messages take even then, on a network that is slower than the first timeouts; 0 for a fast one.
    package var lastingDelay: Int64 = 0

    /// - Parameter liars: How many validators may lie at most.
    package init(seed: UInt64, liars: Int) {
        var chance = SplitMix64(seed: seed ^ 0x5EED_FA17)
        if chance.happens(perMille: 700) { delay = 100_000...chance.within(1_000_000...300_000_000) }
        if chance.happens(perMille: 500) {
            slowPerMille = Int(chance.within(5...350))
            slowDelay = 50_000_000...chance.within(200_000_000...5_000_000_000)
        }
        if chance.happens(perMille: 350) { lossPerMille = Int(chance.within(5...250)) }
        if chance.happens(perMille: 250) { duplicatePerMille = Int(chance.within(5...300)) }
        reorders = chance.happens(perMille: 400)
        if chance.happens(perMille: 300) { breakInterval = chance.within(200_000_000...5_000_000_000) }
        if chance.happens(perMille: 450) {
            partitionInterval = chance.within(300_000_000...8_000_000_000)
            partitionDuration = chance.within(200_000_000...8_000_000_000)
        }
        if chance.happens(perMille: 550) {
            crashInterval = Int(chance.within(30...4_000))
            downtime = 1_000_000...chance.within(10_000_000...4_000_000_000)
        }
        if chance.happens(perMille: 500) { sync = 100_000...chance.within(1_000_000...200_000_000) }
        if chance.happens(perMille: 400) { commit = 200_000...chance.within(5_000_000...1_500_000_000) }
        if chance.happens(perMille: 300) { work = 10_000...chance.within(1_000_000...200_000_000) }
        if chance.happens(perMille: 400) { clockSkew = chance.within(1_000_000...5_000_000_000) }
        if liars > 0 && chance.happens(perMille: 450) {
            twins = 1 + chance.below(liars)
            equivocators = 0
        } else if liars > 0 && chance.happens(perMille: 350) {
            equivocators = 1 + chance.below(liars)
        }
        clientInterval = chance.within(20_000_000...800_000_000)
        changesValidators = chance.happens(perMille: 300)
        skipsTimeoutCommit = chance.happens(perMille: 400)
        createsEmptyBlocks = !chance.happens(perMille: 200)
        hasExtensions = chance.happens(perMille: 250)
        calmAfter = chance.within(2_000_000_000...30_000_000_000)
        splitsEvenly = chance.happens(perMille: 500)
        if chance.happens(perMille: 300) { crashAtMomentsPerMille = Int(chance.within(5...150)) }
        if crashAtMomentsPerMille > 0 && crashInterval == 0 {
            downtime = 1_000_000...chance.within(10_000_000...4_000_000_000)
        }
        if partitionInterval == 0 && chance.happens(perMille: 350) {
            splitAtLocksPerMille = Int(chance.within(20...400))
            partitionDuration = chance.within(200_000_000...8_000_000_000)
        }
        if chance.happens(perMille: 300) {
            leavers = 1 + chance.below(3)
        } else if crashInterval + crashAtMomentsPerMille > 0 && chance.happens(perMille: 500) {
            logLosers = 1 + chance.below(2)
        }
        if chance.happens(perMille: 450) { phaseFaultsPerMille = Int(chance.within(50...800)) }
        if chance.happens(perMille: 120) { lastingDelay = chance.within(150_000_000...500_000_000) }
        startsWithBlockSync = chance.happens(perMille: 600)
        if startsWithBlockSync && chance.happens(perMille: 500) { lateJoiners = 1 + chance.below(2) }
        if startsWithBlockSync { falseAnswersPerMille = Int(chance.within(50...800)) }
        // Beside all that, so that other worlds stay what they were.
        var cut = SplitMix64(seed: seed ^ 0xC07_0FF)
        if cut.happens(perMille: FaultMix.longCutOffsPerMille) { drawLongCutOff(&cut) }
    }

    /// What goes wrong where validators come and go: nobody lies, leaves for good or is cut off for long, and somebody acts often. It
    /// is less than elsewhere, so that heights follow each other.
    package init(stakeLifeOf seed: UInt64) {
        self = .none
        var chance = SplitMix64(seed: seed ^ 0x57A4E)
        delay = 100_000...chance.within(1_000_000...20_000_000)
        if chance.happens(perMille: 300) { lossPerMille = Int(chance.within(1...30)) }
        if chance.happens(perMille: 300) { breakInterval = chance.within(1_000_000_000...5_000_000_000) }
        if chance.happens(perMille: 400) {
            crashInterval = Int(chance.within(1_000...8_000))
            downtime = 1_000_000...chance.within(10_000_000...500_000_000)
        }
        if chance.happens(perMille: 300) { clockSkew = chance.within(1_000_000...500_000_000) }
        reorders = chance.happens(perMille: 300)
        skipsTimeoutCommit = chance.happens(perMille: 400)
        startsWithBlockSync = chance.happens(perMille: 500)
        calmAfter = chance.within(10_000_000_000...60_000_000_000)
        clientInterval = 15_000_000
    }

    /// A cut-off of a minute and more, in a chain that pauses between blocks as chains do.
    package mutating func drawLongCutOff(_ chance: inout SplitMix64) {
        cutOffs = 1 + chance.below(2)
        areCutOffTogether = chance.happens(perMille: 500)
        cutOffAfter = chance.within(0...15_000_000_000)
        cutOffDuration = chance.within(60_000_000_000...200_000_000_000)
        commitTimeout = chance.within(3_000_000_000...6_000_000_000)
        skipsTimeoutCommit = false
    }

    /// Validators that lose their data together, and nothing that would be too much beside it: nobody lies, no log is lost in
    /// another way, and the validators stay the same.
    package mutating func addDataLoss(seed: UInt64) {
        var chance = SplitMix64(seed: seed ^ 0x1055_0F)
        dataLossAfter = chance.within(0...calmAfter)
        twins = 0
        equivocators = 0
        logLosers = 0
        leavers = 0
        lateJoiners = 0
        cutOffs = 0
        changesValidators = false
        startsWithBlockSync = true
    }

    /// A copy of a validator's disk is used later. Everybody keeps to the rules, and reaches everybody in the end: who is cut off
    /// from all that know more than itself has nothing to go by.
    package mutating func drawCopy(_ kind: CopiedDisk, _ chance: inout SplitMix64) {
        copiedDisk = kind
        copyAfter = chance.within(100_000_000...3_000_000_000)
        copyAge = chance.within(200_000_000...4_000_000_000)
        copyWindow = chance.within(2...5)
        startsWithBlockSync = true
        twins = 0
        equivocators = 0
        leavers = 0
        logLosers = 0
        lateJoiners = 0
        cutOffs = 0
        changesValidators = false
        createsEmptyBlocks = true
        breakInterval = 0
        partitionInterval = 0
        splitAtLocksPerMille = 0
        calmAfter = max(calmAfter, copyAfter + copyAge + 8_000_000_000)
    }

    /// Nothing goes wrong.
    package static var none: FaultMix {
        var mix = FaultMix(seed: 0, liars: 0)
        mix.lastingDelay = 0
        mix.end()
        mix.changesValidators = false
        mix.skipsTimeoutCommit = false
        mix.createsEmptyBlocks = true
        mix.hasExtensions = false
        mix.clockSkew = 0
        mix.leavers = 0
        mix.startsWithBlockSync = false
        mix.lateJoiners = 0
        mix.cutOffs = 0
        mix.commitTimeout = 0
        return mix
    }

    /// Ends what faults there are; the operators' choices and the clocks stay.
    mutating func end() {
        delay = lastingDelay > 0 ? lastingDelay * 9 / 10...lastingDelay : 100_000...5_000_000
        slowPerMille = 0
        lossPerMille = 0
        duplicatePerMille = 0
        phaseFaultsPerMille = 0
        breakInterval = 0
        partitionInterval = 0
        crashInterval = 0
        crashAtMomentsPerMille = 0
        splitAtLocksPerMille = 0
        sync = 100_000...1_000_000
        commit = 200_000...2_000_000
        work = 10_000...200_000
    }
}

extension FaultMix: CustomStringConvertible {
    /// One line, in milliseconds.
    package var description: String {
        func ms(_ range: ClosedRange<Int64>) -> String {
            "\(range.lowerBound / 1_000_000)…\(range.upperBound / 1_000_000)ms"
        }
        var words = ["delay \(ms(delay))"]
        if slowPerMille > 0 { words.append("slow \(slowPerMille)‰ \(ms(slowDelay))") }
        if lossPerMille > 0 { words.append("loss \(lossPerMille)‰") }
        if duplicatePerMille > 0 { words.append("twice \(duplicatePerMille)‰") }
        if reorders { words.append("reorders") }
        if phaseFaultsPerMille > 0 { words.append("cuts \(phaseFaultsPerMille)‰ of phases") }
        if breakInterval > 0 { words.append("breaks each \(breakInterval / 1_000_000)ms") }
        if partitionInterval > 0 {
            words.append("partitions each \(partitionInterval / 1_000_000)ms for \(partitionDuration / 1_000_000)ms")
        }
        if splitAtLocksPerMille > 0 {
            words.append("partitions at \(splitAtLocksPerMille)‰ of locks for \(partitionDuration / 1_000_000)ms")
        }
        if splitsEvenly && partitionDuration > 0 { words.append("in halves") }
        if crashInterval > 0 { words.append("crash each \(crashInterval) effects, down \(ms(downtime))") }
        if crashAtMomentsPerMille > 0 {
            words.append("crash at \(crashAtMomentsPerMille)‰ of locks and signatures, down \(ms(downtime))")
        }
        if logLosers > 0 { words.append("\(logLosers) may lose their log") }
        if let dataLossAfter { words.append("data lost together after \(dataLossAfter / 1_000_000)ms") }
        if leavers > 0 { words.append("\(leavers) may leave for good") }
        words.append("sync \(ms(sync)), commit \(ms(commit)), work \(ms(work))")
        if clockSkew > 0 { words.append("clocks ±\(clockSkew / 1_000_000)ms") }
        if twins > 0 { words.append("twins \(twins)") }
        if equivocators > 0 { words.append("equivocators \(equivocators)") }
        words.append("transaction each \(clientInterval / 1_000_000)ms")
        if changesValidators { words.append("validators change") }
        if skipsTimeoutCommit { words.append("skip_timeout_commit") }
        if !createsEmptyBlocks { words.append("no empty blocks") }
        if hasExtensions { words.append("vote extensions") }
        if cutOffs > 0 {
            let others = cutOffs > 1 ? areCutOffTogether ? " together" : " alone" : ""
            let (after, duration) = (cutOffAfter / 1_000_000, cutOffDuration / 1_000_000)
            words.append("\(cutOffs) cut off\(others) after \(after)ms for \(duration)ms")
        }
        if commitTimeout > 0 { words.append("timeout_commit \(commitTimeout / 1_000_000)ms") }
        if let copiedDisk {
            let window = copiedDisk == .beside ? ", window \(copyWindow)" : ""
            words.append(
                "disk copied after \(copyAfter / 1_000_000)ms, used \(copiedDisk.rawValue) \(copyAge / 1_000_000)ms later\(window)"
            )
        }
        words.append("calm after \(calmAfter / 1_000_000)ms")
        if lastingDelay > 0 { words.append("then delay \(lastingDelay / 1_000_000)ms") }
        return words.joined(separator: ", ")
    }
}
