import ABCI
import Chain
import Consensus
import Cryptography
import Dispatch
import Engine
import Evidence
import Execution
import KVStore
import PeerMessages
import Store
import Sync
import Synchronization
import Wire

/// The shipped engine, catching up with a peer in the same process: the lanes as in a node, each on its queue.
final class CatchUp: @unchecked Sendable {
    private let chain: PreparedChain
    private let store: ChainStore?
    private let events = Mutex<[Engine.Event]>([])
    private let arrival = DispatchSemaphore(value: 0)
    private let waitingBlocks = Mutex<[CommittedBlock]>([])
    private let applicationQueue = DispatchQueue(label: "application")
    private let verification = DispatchQueue(label: "verification")
    private let storing = DispatchQueue(label: "store")
    private let peer = DispatchQueue(label: "peer", attributes: .concurrent)
    private let examinations = DispatchQueue(label: "examinations", attributes: .concurrent)
    /// Only on its queue.
    private var application = KVStore()
    private let id = NodeID(address: Address(truncating: SHA256.hash([1])))

    init(_ chain: PreparedChain, folder: String?) throws {
        self.chain = chain
        store = try folder.map { try ChainStore(in: DataFolder($0)) }
    }

    /// - Returns: The blocks that were executed and are durable.
    func run() throws -> Int {
        var engine = ValidatorEngine(settings: settings)
        let point = StartPoint(
            state: chain.state, genesis: chain.genesis, lastCommit: nil, lastHeader: nil, base: 0, records: [],
            nextPosition: LogPosition(0), lastSigned: nil)
        add(.start(point))
        add(.peerConnected(id))
        let target = Height(Int64(chain.answers.count - 1))
        while engine.durableHeight < target {
            arrival.wait()
            let batch = events.withLock { events in
                defer { events = [] }
                return events
            }
            for event in batch {
                let clock = DispatchTime.now().uptimeNanoseconds
                let now = Instant(
                    wall: .unixEpoch.adding(nanoseconds: 1_700_000_000_000_000_000),
                    monotonic: Nanoseconds(Int64(clamping: clock)))
                for effect in engine.handle(event, at: now) { carryOut(effect.action) }
            }
        }
        return Int(engine.durableHeight.rawValue)
    }

    private var settings: EngineSettings {
        var settings = EngineSettings()
        settings.startsWithBlockSync = true
        return settings
    }

    private func add(_ event: Engine.Event) {
        events.withLock { $0.append(event) }
        arrival.signal()
    }

    private func carryOut(_ action: Action) {
        switch action {
        case .call(let call):
            applicationQueue.async { [self] in add(.answered(application.answer(call))) }
        case .verifyBlock(let block, let state, let verifiesLastCommit):
            verification.async { [self] in
                let rejection = CatchUp.rejection(of: block.block, by: state, verifiesLastCommit)
                add(.blockVerified(rejection, block: block.hash, height: block.block.height))
            }
        case .examineCommit(let examination):
            examinations.async { [self] in add(.commitExamined(examination.finding())) }
        case .initialize(let state, let changes):
            storing.async { [self] in
                try? store?.initialize(state: state, changes: changes)
                add(.committed(height: 0))
            }
        case .commit(let block):
            waitingBlocks.withLock { $0.append(block) }
            storing.async { [self] in storeBlocks() }
        case .send(.blockSync(let message), _): answer(message)
        case .stop(let reason): fatalError("\(reason)")
        default: return
        }
    }

    /// Stores the blocks that wait, together as the node's lane does.
    private func storeBlocks() {
        let blocks = waitingBlocks.withLock { blocks in
            defer { blocks = [] }
            return blocks
        }
        do {
            try store?.commit(
                blocks.map { block in
                    BlockRecord(
                        block: block.block.block, parts: block.block.parts, seenCommit: block.seenCommit,
                        response: block.response, state: block.state, changes: block.changes)
                })
        } catch {
            fatalError("\(error)")
        }
        for block in blocks { add(.committed(height: block.height)) }
    }

    private static func rejection(
        of block: Block, by state: ChainState, _ verifiesLastCommit: Bool
    ) -> BlockRejection? {
        do {
            try state.check(block, verifiesLastCommit: verifiesLastCommit)
            return nil
        } catch {
            return error
        }
    }

    /// What a connection does with the peer's answer: it is decoded before the engine sees it.
    private func answer(_ message: BlockSyncMessage) {
        add(.sent(to: id, channel: .blockSync, count: 1))
        switch message {
        case .statusRequest:
            let status = StatusResponse(height: Height(Int64(chain.answers.count)), base: 1)
            add(.message(.blockSync(.statusResponse(status)), from: id))
        case .blockRequest(let height):
            peer.async { [self] in
                do {
                    let bytes = chain.answers[Int(height.rawValue) - 1]
                    add(.message(try PeerMessage(protobuf: bytes, on: .blockSync), from: id))
                } catch {
                    fatalError("\(error)")
                }
            }
        default: return
        }
    }
}
