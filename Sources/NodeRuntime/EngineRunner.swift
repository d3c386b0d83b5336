import ABCI
import Chain
import Consensus
import Cryptography
import Dispatch
import Engine
import Execution
import Invariants
import Mempool
import P2P
import PeerMessages
import Signer
import Synchronization

/// Carries out the engine's effects: the log, the signer, the application, the store and the clock, each on its own lane.
///
/// It decides nothing. The engine runs on one thread, which never waits for a disk; answers come back as events. Signing is
/// done on that thread too: it takes 20 µs, less than the way to another one.
final class EngineRunner: Sendable {
    /// What a signature depends on besides what is signed.
    private struct SigningContext {
        let chainID: ChainID
        let extensionsAreEnabled: Bool
    }

    /// What comes to the engine's thread.
    private enum Item: Sendable {
        case event(Event)
        /// From a peer, who may send as much again once it is handled.
        indirect case message(PeerMessage, from: NodeID, size: Int)
        case inspect(@Sendable (ValidatorEngine) -> Void)
    }

    /// What the engine's thread has in hand.
    private struct Turn {
        var events: [Event] = []
        var alarms = Alarms()
        /// Answers of the verifying thread that have not come.
        var verifying = 0
        /// Signatures that this thread may still verify itself in this turn.
        var verificationsLeft = EngineRunner.ownVerificationsMaximum
    }

    /// Signatures that the engine's thread verifies itself, of those that come together: to have another thread do it takes
    /// half as long as to verify one, and longer until the answer is there. More of them are that thread's.
    private static let ownVerificationsMaximum = 2
    /// How long messages that may wait (`PeerMessage.mayWait`) do, and transactions, for which somebody waits in the end:
    /// CometBFT's `flush_throttle_timeout` is 100 ms.
    private static let flushInterval = Nanoseconds(milliseconds: 20)
    private static let transactionFlushInterval = Nanoseconds(milliseconds: 10)
    /// So many bytes has a transaction at least of which the engine cannot let as many wait as messages: it would have no room
    /// for more before it hears that they were taken (`Peer.transactionBytesMaximum`, `Peer.waitingMaximum`).
    private static let largeTransactionBytes = 16_384
    /// Events after which what is sent is let go, though more are to be handled.
    private static let eventsBetweenFlushes = 32
    /// Messages of consensus that peers may have taken before the engine is woken up for it: half of those it lets wait.
    private static let takenMaximum = 32

    /// Messages that were taken and for which the engine was not woken up, and whom it has sent large transactions.
    private struct Taken {
        var count = 0
        var large: Set<NodeID> = []
    }

    private let inbox = WorkQueue<Item>()
    private let taken = Mutex(Taken())
    private let clock: SystemClock
    private let gate: ReleaseGate
    private let log: LogLane
    private let store: StoreLane
    private let application: ApplicationLane
    private let desk = ClientDesk()
    private let recorder: EventRecorder?
    private let signer: FileSigner?
    private let verifications: WorkQueue<Verification>
    private let examinations: ExaminationPool
    private let reading: ReadingLane
    private let network: @Sendable (NetworkRequest) -> Void
    private let publish: @Sendable (Publication) -> Void
    private let stop: @Sendable (StopReason) -> Void
    private let workers: Mutex<[Worker]> = Mutex([])
    /// The round state and what waits, as the engine left them last.
    private let latest: Mutex<EngineSnapshot>

    init(
        settings: EngineSettings, start: StartPoint, lanes: RunnerLanes,
        publish: @escaping @Sendable (Publication) -> Void, stop: @escaping @Sendable (StopReason) -> Void
    ) {
        clock = lanes.clock
        gate = lanes.gate
        log = lanes.log
        store = lanes.store
        application = lanes.application
        signer = lanes.signer
        recorder = lanes.recorder
        network = lanes.network
        self.publish = publish
        self.stop = stop
        latest = Mutex(EngineSnapshot(isCatchingUp: settings.startsWithBlockSync))
        application.start { [inbox] answers in inbox.add(contentsOf: answers.map { .event(.answered($0)) }) }
        verifications = WorkQueue()
        let (inbox, verifications, archive) = (inbox, verifications, lanes.archive)
        let verifier = Worker(name: "verification") {
            while let batch = verifications.takeAll() {
                for item in batch {
                    do {
                        inbox.add(.event(try item.verify(with: archive)))
                    } catch {
                        lanes.fail(error)
                    }
                }
            }
        }
        examinations = ExaminationPool { [inbox] finding in inbox.add(.event(.commitExamined(finding))) }
        reading = ReadingLane(
            lanes.archive,
            answer: { [inbox] block, height in inbox.add(.event(.blockLoaded(block, height: height))) },
            fail: lanes.fail)
        let engine = Worker(name: "engine") { [self] in run(settings, start) }
        workers.withLock { $0 = [verifier, engine] }
    }

    // MARK: For others

    /// Hands an event to the engine.
    func send(_ event: Event) {
        inbox.add(.event(event))
    }

    /// Hands the engine what the network tells. Waits for nothing.
    func take(_ events: [NetworkEvent]) {
        let items = events.compactMap { event -> Item? in
            switch event {
            case .connected(let peer, let info, _):
                .event(.peerConnected(peer, keepsEarly: NodeVersion.isOwn(info.version)))
            case .disconnected(let peer, _): .event(.peerDisconnected(peer))
            case .message(let message, let peer, let size): .message(message, from: peer, size: size)
            case .sent(let peer, let channel, let count): .event(.sent(to: peer, channel: channel, count: count))
            case .invalid: nil
            }
        }
        inbox.add(contentsOf: items, wakes: !events.allSatisfy { mayWait($0) })
    }

    /// Whether the engine need not wake up for an event: that a few messages of consensus or small transactions have left
    /// means nothing to it before it has others to send.
    private func mayWait(_ event: NetworkEvent) -> Bool {
        guard case .sent(let peer, let channel, let count) = event, channel.isOfConsensus || channel == .mempool else {
            return false
        }
        return taken.withLock { taken in
            taken.count += count
            let isLarge = channel == .mempool && taken.large.remove(peer) != nil
            if taken.count < EngineRunner.takenMaximum && !isLarge { return true }
            taken.count = 0
            return false
        }
    }

    /// Sees to it that a message which may wait does not do so for long.
    private func expectFlush(after message: PeerMessage, to peer: NodeID, at now: Instant, _ alarms: inout Alarms) {
        var wait = EngineRunner.flushInterval
        if case .mempool(.transactions(let transactions)) = message {
            wait = EngineRunner.transactionFlushInterval
            if transactions.contains(where: { $0.bytes.count >= EngineRunner.largeTransactionBytes }) {
                taken.withLock { taken in _ = taken.large.insert(peer) }
            }
        }
        let due = Alarms.due(now, wait)
        alarms.flush = min(alarms.flush ?? due, due)
    }

    /// Submits a transaction and calls back once, on any thread, when it has got as far as `mode` says.
    func submit(
        _ transaction: Transaction, mode: BroadcastMode,
        _ answer: @escaping @Sendable (Result<ClientReply, CancellationError>) -> Void
    ) {
        guard let client = desk.take(answer) else { return }
        inbox.add(.event(.submitted(transaction, by: client, mode: mode)))
    }

    /// Submits a transaction and waits as long as `mode` says.
    func submit(_ transaction: Transaction, mode: BroadcastMode) async throws -> ClientReply {
        try await desk.ask(
            { [inbox] client in inbox.add(.event(.submitted(transaction, by: client, mode: mode))) },
            leave: { [inbox] client in inbox.add(.event(.clientLeft(client))) })
    }

    /// Submits evidence and waits until it is verified.
    func submit(_ evidence: Evidence) async throws -> ClientReply {
        try await desk.ask(
            { [inbox] client in inbox.add(.event(.evidenceSubmitted(evidence, by: client))) },
            leave: { [inbox] client in inbox.add(.event(.clientLeft(client))) })
    }

    /// What the engine was at the end of the last events it handled.
    var snapshot: EngineSnapshot { latest.withLock { $0 } }

    /// The first transactions that wait. Waits for the engine's thread, which waits for nothing.
    func waitingTransactions(first count: Int) -> [Transaction] {
        let answer = Answer<[Transaction]>([])
        inbox.add(.inspect { engine in answer.give(engine.pool.reap(countMaximum: count)) })
        return answer.wait()
    }

    /// What the engine believes of its peers. Waits for the engine's thread, which waits for nothing.
    func peerViews() -> [PeerView] {
        let answer = Answer<[PeerView]>([])
        inbox.add(.inspect { engine in answer.give(engine.peerViews) })
        return answer.wait()
    }

    /// Handles what has come, finishes what is being made durable, and ends the threads.
    func shutDown(until deadline: DispatchTime) {
        desk.close()
        inbox.close()
        verifications.close()
        examinations.close()
        reading.close()
        application.close()
        for worker in workers.withLock({ $0 }) { _ = worker.join(until: deadline) }
        _ = store.close().join(until: deadline)
        _ = log.close().join(until: deadline)
        _ = recorder?.close()?.join(until: deadline)
    }

    // MARK: The engine's thread

    private func run(_ settings: EngineSettings, _ start: StartPoint) {
        var engine = ValidatorEngine(settings: settings)
        var turn = Turn()
        turn.events = [.start(start)]
        var taken: [(size: Int, peer: NodeID)] = []
        while true {
            while !turn.events.isEmpty {
                let now = clock.now()
                let batch = turn.events
                turn.events = []
                for (number, event) in batch.enumerated() {
                    let effects = engine.handle(event, at: now)
                    recorder?.record(event, at: now, effects)
                    for effect in effects {
                        let isExtended = engine.machine.context?.extensionsAreEnabled == true
                        let chain = SigningContext(chainID: start.state.chainID, extensionsAreEnabled: isExtended)
                        carryOut(effect, chain, at: now, &turn)
                    }
                    if (number + 1).isMultiple(of: EngineRunner.eventsBetweenFlushes) {
                        network(.flush(everything: false))
                    }
                }
            }
            network(.flush(everything: false))
            for (size, peer) in taken { network(.handled(size: size, from: peer)) }
            taken = []
            show(engine)
            guard let items = inbox.takeAll(until: wakeUp(turn.alarms)) else { return }
            turn.verificationsLeft = EngineRunner.ownVerificationsMaximum
            for item in items {
                switch item {
                case .event(let event):
                    if event.isVerification { turn.verifying -= 1 }
                    turn.events.append(event)
                case .message(let message, let peer, let size):
                    turn.events.append(.message(message, from: peer))
                    taken.append((size, peer))
                case .inspect(let look): look(engine)
                }
            }
            let now = clock.now().monotonic
            turn.events += turn.alarms.ring(at: now)
            if let due = turn.alarms.flush, now >= due {
                turn.alarms.flush = nil
                network(.flush(everything: true))
            }
            // Of one whose votes nobody gets, and whose height is not decided, nobody else makes the log sync.
            if let position = turn.alarms.takeLook(at: now), !gate.isLogged(position) { log.sync() }
        }
    }

    /// Lets others see what the engine is now, once what it signed is durable: a vote in it has our signature.
    private func show(_ engine: ValidatorEngine) {
        let snapshot = EngineSnapshot(engine)
        gate.run(.process, after: engine.lastOwnSignature.map(Release.logged)) { [self] in
            latest.withLock { $0 = snapshot }
        }
    }

    private func holdsOwnSignature(_ block: CommittedBlock) -> Bool {
        guard let address = signer?.key.address else { return false }
        return block.seenCommit.signatures.contains { $0.commitSig.validatorAddress == address && $0.flag != .absent }
    }

    private func wakeUp(_ alarms: Alarms) -> DispatchTime {
        guard let due = alarms.next else { return .distantFuture }
        let wait = max(0, due.rawValue - clock.now().monotonic.rawValue)
        return .now() + .nanoseconds(Int(clamping: wait))
    }

    private func carryOut(_ effect: Effect, _ chain: SigningContext, at now: Instant, _ turn: inout Turn) {
        // What waits for the log makes it sync; only observers wait, for a while, until somebody else does.
        if case .logged(let position)? = effect.after {
            if effect.lane == .observers { turn.alarms.expectLook(at: position, now) } else { log.sync() }
        }
        switch effect.action {
        case .append(let record, let position):
            log.append(record, position, signed: record.signState)
        case .truncateLog(let height): log.truncate(through: height)
        case .schedule(let timeout, let wait):
            turn.alarms.timeout = (timeout, Alarms.due(now, wait))
        case .scheduleSync(let wait): turn.alarms.sync = Alarms.due(now, wait)
        case .scheduleGossip(let wait): turn.alarms.gossip = Alarms.due(now, wait)
        case .scheduleRelay(let wait): turn.alarms.relay = Alarms.due(now, wait)
        case .signProposal(let proposal): turn.events.append(sign(proposal, chain))
        case .signVote(let vote): turn.events.append(sign(vote, chain))
        case .call(let call): application.add(call)
        case .verifyBlock(let block, let state, let verifiesLastCommit):
            verify(.block(block, against: state, verifiesLastCommit: verifiesLastCommit), &turn)
        case .examineCommit(let examination): examinations.add(examination)
        case .loadBlock(let height): reading.load(height)
        case .verifyEvidence(let examination): verify(.evidence(examination), &turn)
        case .initialize(let state, let changes):
            gate.run(.store, after: effect.after) { [store] in store.initialize(state, changes) }
        case .commit(let block):
            invariant(
                effect.after != nil || !holdsOwnSignature(block), "a signature of ours is released when it is durable")
            gate.run(.store, after: effect.after) { [store] in store.commit(block) }
        case .reply(let client, let reply):
            gate.run(effect.lane, after: effect.after) { [desk] in desk.reply(client, reply) }
        case .publish(let publication):
            gate.run(.observers, after: effect.after) { [publish] in publish(publication) }
        case .verifyVote(let vote, let key, let chainID, let peer):
            verify(.vote(vote, key, chainID, from: peer), &turn)
        case .verifyProposal(let proposal, let key, let chainID, let peer):
            verify(.proposal(proposal, key, chainID, from: peer), &turn)
        case .send(let message, let peer):
            if message.mayWait { expectFlush(after: message, to: peer, at: now, &turn.alarms) }
            gate.run(effect.lane, after: effect.after) { [network] in network(.send(message, to: peer)) }
        case .disconnect(let peer, let reason): network(.disconnect(peer, reason: reason))
        case .stop(let reason):
            // Nobody will want to look at anything more than at this; the engine does nothing meanwhile.
            _ = recorder?.close()?.join(until: .now() + .seconds(1))
            stop(reason)
        }
    }

    // MARK: Answers

    /// Verifies on this thread what takes little time, when nothing waits to be verified before it.
    private func verify(_ verification: Verification, _ turn: inout Turn) {
        if turn.verifying == 0, let cost = verification.signatureCount, cost <= turn.verificationsLeft,
            let event = verification.event
        {
            turn.verificationsLeft -= cost
            turn.events.append(event)
        } else {
            turn.verifying += 1
            verifications.add(verification)
        }
    }

    private func sign(_ proposal: Proposal, _ chain: SigningContext) -> Event {
        var verified: VerifiedProposal?
        if let signer {
            do {
                verified = VerifiedProposal(
                    verifying: try signer.sign(proposal, chainID: chain.chainID), chainID: chain.chainID,
                    publicKey: signer.publicKey)
            } catch {
                publish(.notice(.signerRefused("\(error)")))
            }
        }
        return .proposalSigned(verified, height: proposal.height, round: proposal.round)
    }

    private func sign(_ vote: Vote, _ chain: SigningContext) -> Event {
        var verified: VerifiedVote?
        if let signer {
            do {
                var signed = try signer.sign(vote, chainID: chain.chainID)
                // The signer cannot know whether the chain has extensions; a signature of none is not sent.
                if !chain.extensionsAreEnabled { signed.extensionSignature = .empty }
                verified = VerifiedVote(verifying: signed, chainID: chain.chainID, publicKey: signer.publicKey)
            } catch {
                publish(.notice(.signerRefused("\(error)")))
            }
        }
        return .voteSigned(verified, height: vote.height, round: vote.round, type: vote.type)
    }
}
