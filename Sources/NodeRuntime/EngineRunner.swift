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

    private let inbox = WorkQueue<Item>()
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
        latest = Mutex(EngineSnapshot())
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
        inbox.add(
            contentsOf: events.map { event in
                switch event {
                case .connected(let peer, _, _): .event(.peerConnected(peer))
                case .disconnected(let peer, _): .event(.peerDisconnected(peer))
                case .message(let message, let peer, let size): .message(message, from: peer, size: size)
                case .sent(let peer, let channel, let count): .event(.sent(to: peer, channel: channel, count: count))
                }
            })
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
        var alarms = Alarms()
        var events: [Event] = [.start(start)]
        var taken: [(size: Int, peer: NodeID)] = []
        while true {
            while !events.isEmpty {
                let now = clock.now()
                let batch = events
                events = []
                for event in batch {
                    let effects = engine.handle(event, at: now)
                    recorder?.record(event, at: now, effects)
                    for effect in effects {
                        let isExtended = engine.machine.context?.extensionsAreEnabled == true
                        let chain = SigningContext(chainID: start.state.chainID, extensionsAreEnabled: isExtended)
                        carryOut(effect, chain, at: now, &alarms, &events)
                    }
                }
            }
            for (size, peer) in taken { network(.handled(size: size, from: peer)) }
            taken = []
            show(engine)
            guard let items = inbox.takeAll(until: wakeUp(alarms)) else { return }
            for item in items {
                switch item {
                case .event(let event): events.append(event)
                case .message(let message, let peer, let size):
                    events.append(.message(message, from: peer))
                    taken.append((size, peer))
                case .inspect(let look): look(engine)
                }
            }
            events += alarms.ring(at: clock.now().monotonic)
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

    private func carryOut(
        _ effect: Effect, _ chain: SigningContext, at now: Instant,
        _ alarms: inout Alarms, _ events: inout [Event]
    ) {
        // What waits for the log makes it sync; only observers wait until somebody else does.
        if case .logged? = effect.after, effect.lane != .observers { log.sync() }
        switch effect.action {
        case .append(let record, let position):
            log.append(record, position, signed: record.signState)
        case .truncateLog(let height): log.truncate(through: height)
        case .schedule(let timeout, let wait):
            alarms.timeout = (timeout, Alarms.due(now, wait))
        case .scheduleSync(let wait): alarms.sync = Alarms.due(now, wait)
        case .scheduleGossip(let wait): alarms.gossip = Alarms.due(now, wait)
        case .signProposal(let proposal): events.append(sign(proposal, chain))
        case .signVote(let vote): events.append(sign(vote, chain))
        case .call(let call): application.add(call)
        case .verifyBlock(let block, let state, let verifiesLastCommit):
            verifications.add(.block(block, against: state, verifiesLastCommit: verifiesLastCommit))
        case .examineCommit(let examination): examinations.add(examination)
        case .loadBlock(let height): reading.load(height)
        case .verifyEvidence(let examination): verifications.add(.evidence(examination))
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
            verifications.add(.vote(vote, key, chainID, from: peer))
        case .verifyProposal(let proposal, let key, let chainID, let peer):
            verifications.add(.proposal(proposal, key, chainID, from: peer))
        case .send(let message, let peer):
            gate.run(effect.lane, after: effect.after) { [network] in network(.send(message, to: peer)) }
        case .disconnect(let peer, let reason): network(.disconnect(peer, reason: reason))
        case .stop(let reason):
            // Nobody will want to look at anything more than at this; the engine does nothing meanwhile.
            _ = recorder?.close()?.join(until: .now() + .seconds(1))
            stop(reason)
        }
    }

    // MARK: Answers

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
