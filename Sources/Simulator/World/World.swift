import Chain
import Consensus
import Cryptography
import Engine
import Execution
import PeerMessages
import PeerProtocol

/// One simulated world: nodes that run the shipped engine, and everything between and below them. The same scenario gives
/// the same events, byte for byte.
package final class World {
    let scenario: Scenario
    package internal(set) var faults: FaultMix
    package internal(set) var digest = Digest()
    package internal(set) var events = 0
    package internal(set) var tally = Tally()
    /// Nanoseconds since the world began.
    package internal(set) var now: Int64 = 0
    var queue = EventQueue()
    var chance: SplitMix64
    var nodes: [Node] = []
    var network: Network
    /// The links between nodes where they carry bytes; nil where messages arrive as they are.
    let wiring: Wiring?
    let verifier: Verifier
    var checker: Checker
    let genesis: GenesisDocument
    /// What was drawn for each phase of each round.
    var phaseFaults: [Phase: PhaseFault?] = [:]
    private let liars: Int
    private var leavers: [Int] = []
    /// Who is cut off for long; nil in a world where nobody is.
    var cutOff: CutOff?
    /// Who loses its data; nil in a world where nobody does.
    var dataLoss: DataLoss?
    /// The chain's state before its genesis was taken in.
    let initialState: ChainState
    /// The copy of a validator's disk; nil in a world where none is made.
    var copy: DiskCopy?
    var isCalm = false
    var calmAt: Int64 = 0
    /// The latest round of any node then.
    private(set) var calmRound: Int32 = 0
    /// Gets a line for each event; nil for none.
    package var trace: ((String) -> Void)?
    /// Gets each event that an engine handles, with what it was made with and what it answered; nil for nobody.
    package var recorder: ((RecordedStep) -> Void)?
    var violation: Violation?
    /// What is new to the registry's chain, where its validators vote for it; nil elsewhere.
    var versions: VersionWatch?
    /// Who operates validators where they come and go all the time, and what is watched of it; nil elsewhere.
    var life: StakeLife?
    var stake: StakeWatch?
    var transactions = 0

    /// The wall clock when the world begins.
    static let wallStart: Int64 = 1_700_000_000
    /// Events after which a world is given up.
    static let eventsMaximum = 3_000_000
    /// Nanoseconds in which every honest node must have stored a block once nothing goes wrong any more, and another one
    /// after that. On the slowest network a height takes forty seconds.
    static let calmMaximum: Int64 = 300_000_000_000
    /// Nanoseconds in which a node must have caught up then: liars keep it busy for one silence after the other, and silent
    /// peers are passed over for a minute.
    static let catchUpMaximum: Int64 = 150_000_000_000
    /// A node that is catching up handles more of them in a second.
    private static let eventsBetweenLooks = 16
    /// Rounds in which a height must be decided then. The timeouts have grown beyond the slowest network's delay after ten,
    /// and within as many as there are validators an honest one that all can hear proposes.
    static let calmRounds: Int32 = 100

    package init(_ scenario: Scenario) throws {
        self.scenario = scenario
        let faults = scenario.drawnFaults
        self.faults = faults
        chance = SplitMix64(seed: scenario.seed)
        let cast = try Cast(scenario, faults)
        genesis = cast.genesis
        liars = cast.liars
        initialState = cast.state
        verifier = Verifier(chainID: cast.genesis.chainID)
        let honest = cast.members.filter(\.isHonest).map { PublicKey.ed25519($0.key.publicKey).address }
        checker = Checker(genesisState: cast.state, honest: Set(honest), hasVersions: scenario.registryVersion != nil)
        network = Network(count: cast.members.count)
        wiring = try scenario.drawnLinks.map {
            try Wiring(seed: scenario.seed, $0, nodes: cast.members.count, cast.state)
        }
        for (index, member) in cast.members.enumerated() {
            var settings = EngineSettings()
            settings.consensus.publicKey = .ed25519(member.key.publicKey)
            settings.consensus.skipsTimeoutCommit = faults.skipsTimeoutCommit
            settings.consensus.createsEmptyBlocks = faults.createsEmptyBlocks
            if !scenario.usesDefaultTimeouts { settings.consensus.timeouts = World.timeouts }
            if faults.commitTimeout > 0 {
                settings.consensus.timeouts.commit = Nanoseconds(faults.commitTimeout)
            }
            settings.startsWithBlockSync = faults.startsWithBlockSync
            settings.gossipTick = Nanoseconds(milliseconds: 500)
            // A liar's program does not care, nor does one that is started twice on purpose.
            settings.heedsOwnKey = member.isHonest && faults.heedsOwnKey
            if member.isCopy { settings.doubleSignCheckHeight = faults.copyWindow }
            let skew = faults.clockSkew
            nodes.append(
                Node(
                    index: index, id: wiring?.locals[index].id ?? member.id, key: member.key, isHonest: member.isHonest,
                    equivocates: member.equivocates, losesLog: member.losesLog, joinsLate: member.joinsLate,
                    owner: member.owner, isCopy: member.isCopy, settings: settings,
                    clockSkew: skew == 0 ? 0 : chance.within(-skew...skew), disk: Disk(state: cast.state)))
        }
        if scenario.hasStakeLife {
            life = StakeLife(cast.members.map(\.key))
            stake = StakeWatch(supply: RegistryClients.supply(of: genesis.validators))
        }
        if scenario.registryVersion != nil { versions = VersionWatch(scenario.firstVersion) }
        let old = max(0, scenario.validators - scenario.oldPrograms)..<scenario.validators
        for index in old { nodes[index].known = scenario.firstVersion }
        begin(cast)
    }

    private static var timeouts: TimeoutSettings {
        var timeouts = TimeoutSettings()
        timeouts.propose = Nanoseconds(milliseconds: 300)
        timeouts.proposeDelta = Nanoseconds(milliseconds: 100)
        timeouts.prevote = Nanoseconds(milliseconds: 100)
        timeouts.prevoteDelta = Nanoseconds(milliseconds: 100)
        timeouts.precommit = Nanoseconds(milliseconds: 100)
        timeouts.precommitDelta = Nanoseconds(milliseconds: 100)
        timeouts.commit = Nanoseconds(milliseconds: 50)
        return timeouts
    }

    private func begin(_ cast: Cast) {
        for node in nodes where !node.isCopy {
            let start = node.joinsLate ? faults.calmAfter / 2...max(1, faults.calmAfter) : 0...20_000_000
            queue.add(.start(node: node.index), at: chance.within(start))
        }
        queue.add(.client, at: faults.clientInterval)
        queue.add(.calm, at: faults.calmAfter)
        if faults.partitionInterval > 0 { queue.add(.partition, at: interval(faults.partitionInterval)) }
        if faults.breakInterval > 0 { queue.add(.disconnect(-1, -1), at: interval(faults.breakInterval)) }
        if let wiring {
            for stranger in wiring.strangers {
                let first = interval(wiring.mix.strangerInterval, &wiring.chance)
                queue.add(.link(.strangerCalls(stranger.index)), at: first)
            }
        }
        planCutOff(cast)
        planDataLoss()
        planCopy(cast)
        leavers = cast.leavers
        for index in leavers { queue.add(.leave(node: index), at: chance.within(0...faults.calmAfter)) }
    }

    /// A time from now that is so long on average.
    func interval(_ average: Int64) -> Int64 { interval(average, &chance) }

    func interval(_ average: Int64, _ chance: inout SplitMix64) -> Int64 {
        now + chance.within(average / 4...average * 7 / 4)
    }

    // MARK: Running

    /// Lets the world run until every honest node has committed every height, or something is broken.
    package func run() -> Violation? {
        while violation == nil, !isFinished {
            guard let entry = queue.removeFirst() else { return .endless("nothing happens any more") }
            now = entry.time
            events += 1
            if events > World.eventsMaximum { return .endless("\(events) events, at \(heights)") }
            if isCalm, let idle = nodes.first(where: isIdle) {
                let seconds = World.calmMaximum / 1_000_000_000
                return .noProgress(
                    "calm, and node \(idle.index) stored nothing for \(seconds) s, at heights \(heights)")
            }
            if let violation = cutOffViolation { return violation }
            record(entry.occurrence)
            handle(entry.occurrence)
        }
        return violation ?? checker.finalViolation()
    }

    private var isFinished: Bool {
        nodes.allSatisfy(isDone) && cutOff?.isOver != false && copy?.isUsed != false
            && dataLossIsOver
    }

    /// Whether it is a machine that there will be once it gets the copy of a disk.
    private func isAwaited(_ node: Node) -> Bool { node.isCopy && copy?.isUsed == false }

    /// Whether nothing more is expected of a node.
    private func isDone(_ node: Node) -> Bool {
        !node.isHonest || node.isGone || node.disk.height.rawValue >= scenario.heights
    }

    private func isIdle(_ node: Node) -> Bool {
        now > max(calmAt, node.storedAt) + World.calmMaximum && !isDone(node) && !isAwaited(node)
    }

    /// The committed height of every node.
    package var heights: [Int64] { nodes.map { $0.disk.height.rawValue } }

    private func handle(_ occurrence: Occurrence) {
        switch occurrence {
        case .start(let node): start(nodes[node])
        case .leave(let node): leave(nodes[node])
        case .answer(let node, let life, let event): tell(node, life, event)
        case .checkTurn(let node, let life): checkNext(node, life)
        case .timer(let node, let life, let number, let timeout):
            if nodes[node].life == life && nodes[node].process?.timerNumber == number {
                tell(node, life, .timeout(timeout))
            }
        case .gossipTimer(let node, let life):
            reportTaken(nodes[node], life)
            tell(node, life, .gossipDue)
        case .syncTimer(let node, let life): tell(node, life, .syncDue)
        case .relayTimer(let node, let life): tell(node, life, .relayDue)
        case .synced(let node, let life, let position): wasSynced(node, life, position)
        case .stored(let node, let life, let block): wasStored(node, life, block)
        case .initialized(let node, let life): wasInitialized(node, life)
        case .delivery(let message, let from, let to, let connection): deliver(message, from, to, connection)
        case .connect(let first, let second): connect(first, second)
        case .disconnect(let first, let second): disconnect(first, second)
        case .partition: partition()
        case .heal: heal()
        case .resume(let node, let life): resume(node, life)
        case .link(let occurrence): handle(occurrence)
        case .client: submit()
        case .cutOff(let stage): carryOut(stage)
        case .dataLoss(let stage): carryOut(stage)
        case .copy(let stage): carryOut(stage)
        case .calm: if cutOff?.hasEnded == false { endFaults() } else { calm() }
        }
    }

    /// Tells a node's engine, unless what the event belongs to is gone.
    func tell(_ index: Int, _ life: Int, _ event: Engine.Event) {
        let node = nodes[index]
        guard node.life == life, let process = node.process else { return }
        let time = instant(node, process)
        let effects = process.engine.handle(event, at: time)
        process.events += 1
        recorder?(
            RecordedStep(
                node: index, life: life, settings: node.settings, event: event, time: time, effects: effects))
        noteSync(node, process)
        noteLock(node, process, effects)
        noteMoments(node, effects)
        perform(effects, node, process)
    }

    func instant(_ node: Node, _ process: Process) -> Instant {
        let wall = Timestamp.unixEpoch.adding(
            nanoseconds: World.wallStart * 1_000_000_000 + now + node.clockSkew)
        // A machine that starts again counts from zero; the first start is long ago.
        let monotonic = node.life == 1 ? 1_000_000_000_000 + now : now - process.bornAt
        return Instant(wall: wall, monotonic: Nanoseconds(monotonic))
    }

    /// Remembers since when a node has been catching up. Once nothing goes wrong any more, that takes a bounded time.
    private func noteSync(_ node: Node, _ process: Process) {
        // Before, it may take any time. To ask an engine costs as much as a small event, so it is looked at now and then.
        if !isCalm || !process.events.isMultiple(of: World.eventsBetweenLooks) { return }
        guard process.engine.isCatchingUp else { return process.isCatchingUpSince = nil }
        let since = process.isCatchingUpSince ?? now
        process.isCatchingUpSince = since
        if node.isHonest && !isDone(node) && now > max(calmAt, since) + World.catchUpMaximum {
            let seconds = World.catchUpMaximum / 1_000_000_000
            fail(
                .noProgress("calm, and node \(node.index) has been catching up for \(seconds) s, at heights \(heights)")
            )
        }
    }

    func fail(_ violation: Violation) {
        if self.violation == nil { self.violation = violation }
    }

    /// Faults end: connections are whole, every node is up, and from now on there must be progress.
    func calm() {
        if isCalm { return }
        isCalm = true
        calmAt = now
        calmRound = nodes.compactMap { $0.process?.engine.machine.state?.round.rawValue }.max() ?? 0
        endFaults()
        network.heal()
        releaseHeld()
        for index in leavers { leave(nodes[index]) }
        if !scenario.isLive(besides: liars) { endLies() }
        for node in nodes {
            node.fuse = nil
            if !node.isGone && node.process == nil && !isAwaited(node) {
                queue.add(.start(node: node.index), at: now + 1_000_000)
            }
        }
        // Where links carry bytes, nodes call each other themselves.
        if wiring != nil { return }
        for first in nodes.indices {
            for second in nodes.indices where first < second && !network.isConnected(first, second) {
                queue.add(.connect(first, second), at: now + 2_000_000)
            }
        }
    }

    private func endFaults() {
        faults.end()
        wiring?.mix.end()
    }

    /// Where liars may keep the chain from making progress, they stop to lie: there is nothing to wait for otherwise.
    private func endLies() {
        for node in nodes where !node.isHonest {
            node.equivocates = false
            if node.index >= scenario.validators { leave(node) }
        }
    }

    /// Ends faults early, once most heights are decided.
    func calmWhenNear() {
        if cutOff?.hasEnded == false || copy?.isUsed == false { return }
        let highest = nodes.lazy.filter(\.isHonest).map { $0.disk.height.rawValue }.max() ?? 0
        if !isCalm && highest >= scenario.heights * 2 / 3 { calm() }
    }
}
