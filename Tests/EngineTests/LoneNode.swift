import ABCI
import Chain
import Consensus
import Cryptography
import Engine
import Evidence
import Execution
import KVStore
import PeerMessages
import Sync
import Testing
import Wire

/// One engine with the real kvstore, and a runner that carries out its effects at once, in memory.
struct LoneNode {
    let key: Ed25519PrivateKey
    let genesis: GenesisDocument
    var engine: ValidatorEngine
    var application = KVStore()
    var now = Instant(wall: .unixEpoch.adding(nanoseconds: 1_700_000_000_000_000_000), monotonic: Nanoseconds(0))

    // What is durable.
    private(set) var blocks: [CommittedBlock] = []
    private(set) var durableState: ChainState
    private(set) var durableChanges: [StagedChange] = []
    private(set) var log: [(record: LogRecord, position: LogPosition)] = []
    private(set) var isInitialized = false
    private(set) var pendingEvidence: [Evidence] = []
    private(set) var committedEvidence: Set<EvidenceKey> = []
    private(set) var equivocations: [Equivocation] = []
    /// What the operator has dealt with.
    var resumedAfter: Set<Hash> = []
    /// What the sign state knows besides what was signed here.
    var signedElsewhere: SignedStep?
    /// Whether the key came back from a copy.
    var keyIsRestored = false
    /// What stored commits have of the key where the log does not reach.
    var committedSignature: SignedStep?

    private(set) var replies: [(client: ClientID, reply: ClientReply)] = []
    private(set) var notices: [Notice] = []
    private(set) var stopped: StopReason?
    private(set) var timeout: Timeout?
    /// How long until it comes.
    private(set) var wait = Nanoseconds(0)
    /// Whether the chain's first state becomes durable at once; otherwise never.
    var initializesAtOnce = true
    private(set) var signed: [SignedStep] = []
    private(set) var votes: [Vote] = []
    /// Evidence that was verified by an effect.
    private(set) var examined: [Evidence] = []
    private(set) var proposalRequests: [RequestPrepareProposal] = []
    /// Messages for peers, in order; those that were taken by `takeMessages` are gone.
    private var outbox: [(message: PeerMessage, peer: NodeID)] = []
    /// Whether `.syncDue` and `.gossipDue` are to come.
    private(set) var isSyncTicking = false
    private(set) var isGossipTicking = false
    private(set) var isRelaying = false
    private(set) var disconnected: [String] = []
    /// Whether the rules of blocks are checked at once; otherwise when the test says so.
    var checksAtOnce = true
    private(set) var unchecked: [Engine.Event] = []
    /// Whether blocks become durable at once; otherwise when the test says so.
    var commitsAtOnce = true
    private var uncommitted: [CommittedBlock] = []

    init(
        power: VotingPower = 10, others: [GenesisValidator] = [],
        parameters: ConsensusParameters = ConsensusParameters(),
        settings change: (inout EngineSettings) -> Void = { _ in }
    ) throws {
        key = try #require(Ed25519PrivateKey(seed: Array(repeating: 7, count: 32)))
        let validator = GenesisValidator(publicKey: .ed25519(key.publicKey), power: power, name: "lone")
        genesis = try GenesisDocument(
            time: .unixEpoch.adding(nanoseconds: 1_600_000_000_000_000_000), chainID: "lone",
            consensusParameters: parameters, validators: [validator] + others
        ).completed(now: .unixEpoch)
        durableState = try ChainState(genesis: genesis).with(applicationVersion: KVStore.appVersion)
        var settings = EngineSettings()
        settings.consensus.publicKey = .ed25519(key.publicKey)
        // It signs without having heard where the others are, as nobody says it.
        settings.heedsOwnKey = false
        change(&settings)
        engine = ValidatorEngine(settings: settings)
    }

    /// A node on the same chain with an empty disk, which fetches blocks first.
    ///
    /// - Parameter key: nil for one that only follows.
    init(joining other: LoneNode, key: Ed25519PrivateKey? = nil, heedsOwnKey: Bool = false, window: Int64 = 0) throws {
        self.key = try key ?? #require(Ed25519PrivateKey(seed: Array(repeating: 99, count: 32)))
        genesis = other.genesis
        durableState = try ChainState(genesis: genesis).with(applicationVersion: KVStore.appVersion)
        var settings = EngineSettings()
        settings.consensus.publicKey = key.map { .ed25519($0.publicKey) }
        settings.startsWithBlockSync = true
        settings.heedsOwnKey = heedsOwnKey
        settings.doubleSignCheckHeight = window
        engine = ValidatorEngine(settings: settings)
        now = other.now
    }

    // MARK: Running

    mutating func start() throws {
        try tell(.start(startPoint()))
    }

    /// What a restarted node would find.
    func startPoint() -> StartPoint {
        StartPoint(
            state: durableState, genesis: isInitialized ? nil : genesis, lastCommit: blocks.last?.seenCommit,
            lastHeader: blocks.last?.block.block.header, base: blocks.first?.height ?? 0,
            records: log.map(\.record).filter { $0.height > durableState.lastBlockHeight },
            nextPosition: log.last?.position.next ?? LogPosition(0),
            lastSigned: [signed.max(), signedElsewhere].compactMap { $0 }.max(), keyIsRestored: keyIsRestored,
            committedSignature: committedSignature,
            pendingEvidence: pendingEvidence, equivocations: equivocations, resumedAfter: resumedAfter)
    }

    /// Loses what was not durable, and starts again with a new engine and the application as it was stored.
    ///
    /// - Parameter inputs: What the log has besides, of the height being decided: as if it had come before.
    mutating func restart(having inputs: [Input] = []) throws {
        let height = engine.machine.height ?? 0
        for input in inputs {
            let position = log.last?.position.next ?? LogPosition(0)
            log.append((LogRecord(height: height, time: now, input: input), position))
        }
        engine = ValidatorEngine(settings: engine.settings)
        application = KVStore()
        uncommitted = []
        var entries: [[UInt8]: [UInt8]] = [:]
        for change in durableChanges { entries[change.key] = change.value }
        if isInitialized { application = try KVStore(restoring: entries.map { ($0.key, $0.value) }) }
        timeout = nil
        try start()
    }

    /// As if the crash had come before the chain's first state was durable.
    mutating func loseState() {
        isInitialized = false
        durableChanges = []
    }

    /// Lets the scheduled timeout come, so many times.
    mutating func tick(_ times: Int = 1) throws {
        for _ in 0..<times {
            guard let timeout else { return }
            self.timeout = nil
            now = Instant(
                wall: now.wall.adding(nanoseconds: 1_000_000_000),
                monotonic: Nanoseconds(now.monotonic.rawValue + 1_000_000_000))
            try tell(.timeout(timeout))
        }
    }

    /// Answers what was asked about the rules of blocks.
    mutating func finishChecks() throws {
        while !unchecked.isEmpty { try tell(unchecked.removeFirst()) }
    }

    mutating func finishCommits() throws {
        while !uncommitted.isEmpty { try finishCommit() }
    }

    /// Makes the oldest block durable that is not.
    mutating func finishCommit() throws {
        if !uncommitted.isEmpty { try tell(makeDurable(uncommitted.removeFirst())) }
    }

    /// Half a second passes, and what is due comes.
    mutating func passTime() throws {
        now = Instant(
            wall: now.wall.adding(nanoseconds: 500_000_000),
            monotonic: Nanoseconds(now.monotonic.rawValue + 500_000_000))
        if isSyncTicking {
            isSyncTicking = false
            try tell(.syncDue)
        }
        if isRelaying {
            isRelaying = false
            try tell(.relayDue)
        }
    }

    mutating func takeMessages() -> [PeerMessage] {
        defer { outbox = [] }
        return outbox.map(\.message)
    }

    /// Those for one peer; the others' stay.
    mutating func takeMessages(for peer: NodeID) -> [PeerMessage] {
        defer { outbox.removeAll { $0.peer == peer } }
        return outbox.filter { $0.peer == peer }.map(\.message)
    }

    mutating func tell(_ event: Engine.Event) throws {
        var events = [event]
        while !events.isEmpty {
            for effect in engine.handle(events.removeFirst(), at: now) { events += try answers(to: effect) }
        }
    }

    private mutating func answers(to effect: Engine.Effect) throws -> [Engine.Event] {
        switch effect.action {
        case .append(let record, let position):
            #expect(log.last.map { $0.position < position } ?? true)
            var decoder = LogDecoder(chainID: "lone")
            let decoded = try record.entries.compactMap { try decoder.decode($0) }
            #expect(decoded.count == 1 && record.entries.count == record.entryCount)
            log.append((try #require(decoded.last), position))
        case .truncateLog(let height): log.removeAll { $0.record.height <= height }
        case .schedule(let timeout, let wait):
            self.timeout = timeout
            self.wait = wait
        case .signProposal(var proposal):
            proposal.signature = key.sign(proposal.signBytes(chainID: "lone"))
            signed.append(SignedStep(height: proposal.height, round: proposal.round, step: 1))
            let verified = VerifiedProposal(
                verifying: proposal, chainID: "lone", publicKey: .ed25519(key.publicKey))
            return [.proposalSigned(verified, height: proposal.height, round: proposal.round)]
        case .signVote(var vote):
            vote.signature = key.sign(vote.signBytes(chainID: "lone"))
            if engine.machine.context?.extensionsAreEnabled == true && vote.type == .precommit && !vote.blockID.isNil {
                vote.extensionSignature = key.sign(vote.extensionSignBytes(chainID: "lone"))
            }
            signed.append(
                SignedStep(height: vote.height, round: vote.round, step: vote.type == .prevote ? 2 : 3))
            votes.append(vote)
            let verified = VerifiedVote(verifying: vote, chainID: "lone", publicKey: .ed25519(key.publicKey))
            return [.voteSigned(verified, height: vote.height, round: vote.round, type: vote.type)]
        case .call(let call):
            if case .prepareProposal(let request, _) = call { proposalRequests.append(request) }
            return [.answered(application.answer(call))]
        case .verifyEvidence(let examination):
            examined += examination.evidence
            return [.evidenceVerified(try examination.finding(from: self))]
        case .verifyBlock(let block, let state, let verifiesLastCommit):
            var rejection: BlockRejection?
            do {
                try state.check(block.block, verifiesLastCommit: verifiesLastCommit)
            } catch {
                rejection = error
            }
            let answer = Engine.Event.blockVerified(
                rejection, block: try #require(block.id.hash), height: block.block.height)
            if checksAtOnce { return [answer] }
            unchecked.append(answer)
        case .initialize(let state, let changes):
            if !initializesAtOnce { return [] }
            isInitialized = true
            durableState = state
            durableChanges = changes
            return [.committed(height: 0)]
        case .commit(let block):
            #expect(effect.after != nil)
            if commitsAtOnce { return [makeDurable(block)] }
            uncommitted.append(block)
        case .reply(let client, let reply): replies.append((client, reply))
        case .publish(.notice(let notice)): notices.append(notice)
        case .publish: break
        case .send(let message, let peer):
            outbox.append((message, peer))
            return [.sent(to: peer, channel: message.channel, count: 1)]
        case .verifyVote(let vote, let key, let chainID, let peer):
            let verified = VerifiedVote(verifying: vote, chainID: chainID, publicKey: key)
            return [.voteVerified(verified, vote: vote, from: peer)]
        case .verifyProposal(let proposal, let key, let chainID, let peer):
            let verified = VerifiedProposal(verifying: proposal, chainID: chainID, publicKey: key)
            return [.proposalVerified(verified, proposal: proposal, from: peer)]
        case .loadBlock(let height):
            let block = blocks.first { $0.height == height }
            return [.blockLoaded(block.map { StoredBlock($0.block, commit: $0.seenCommit) }, height: height)]
        case .examineCommit(let examination): return [.commitExamined(examination.finding())]
        case .scheduleSync: isSyncTicking = true
        case .scheduleGossip: isGossipTicking = true
        case .scheduleRelay: isRelaying = true
        case .disconnect(_, let reason): disconnected.append(reason)
        case .stop(let reason): stopped = reason
        }
        return []
    }

    private mutating func makeDurable(_ block: CommittedBlock) -> Engine.Event {
        blocks.append(block)
        durableState = block.state
        durableChanges += block.changes
        pendingEvidence += block.evidence.added
        pendingEvidence.removeAll { block.evidence.removed.contains($0.key) }
        committedEvidence.formUnion(block.evidence.committed)
        equivocations += block.evidence.equivocations
        return .committed(height: block.height)
    }
}

extension LoneNode: EvidenceArchive {
    func header(at height: Height) throws -> Header? {
        blocks.first { $0.height == height }?.block.block.header
    }

    func commit(at height: Height) throws -> Commit? {
        blocks.first { $0.height == height.next }?.block.block.lastCommit
    }

    func validators(at height: Height) throws -> ValidatorSet? {
        blocks.first { $0.height == height }?.state.lastValidators
    }

    func hasCommitted(_ key: EvidenceKey) throws -> Bool { committedEvidence.contains(key) }
}
