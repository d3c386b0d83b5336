import Chain
import Cryptography
import PeerMessages
import Sync
import Testing

/// Chance that follows from a seed.
struct Chance {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(max(1, bound)))
    }
}

/// A machine, its peers and what lies between them, in virtual time.
struct SyncScene {
    /// How a peer answers; nil for silence.
    typealias Answer = (_ request: BlockSyncMessage, _ chance: inout Chance) -> BlockSyncMessage?

    private enum Happening {
        case message(BlockSyncMessage, from: NodeID)
        case finding(CommitFinding)
        case applied
        case tick
        case connect(NodeID)
    }

    let chain: MadeChain
    var machine: BlockSync
    private var answers: [NodeID: Answer] = [:]
    private var queue: [(time: Int64, number: Int, what: Happening)] = []
    private var number = 0
    private(set) var now: Int64 = 0
    var chance: Chance
    /// Nanoseconds that anything takes at most.
    var delay: Int64 = 20_000_000

    private(set) var applied: [ProvenBlock] = []
    private(set) var examined = 0
    private(set) var dropped: [NodeID: String] = [:]
    private(set) var rested: [NodeID: String] = [:]
    private(set) var isFinished = false
    private(set) var requests: [(height: Height, peer: NodeID)] = []
    private(set) var owed: [NodeID: Int] = [:]
    private(set) var owedMaximum = 0
    private var connected: Set<NodeID> = []

    init(_ chain: MadeChain, seed: UInt64 = 1, isIndispensable: Bool = false, bytesMaximum: Int64 = 4_194_304) {
        self.chain = chain
        chance = Chance(state: seed)
        machine = BlockSync(
            from: chain.point(1, isIndispensable: isIndispensable, bytesMaximum: bytesMaximum), at: Nanoseconds(0))
        plan(.tick, at: SyncLimits.tick.rawValue)
    }

    static func peer(_ index: Int) throws -> NodeID {
        NodeID(address: Address(truncating: SHA256.hash([UInt8(truncatingIfNeeded: index), 7])))
    }

    // MARK: Peers

    mutating func connect(_ id: NodeID, at time: Int64 = 0, _ answer: @escaping Answer) {
        answers[id] = answer
        plan(.connect(id), at: time)
    }

    /// A peer that has the blocks up to a height, and tells the truth.
    static func honest(_ chain: MadeChain, through top: Int, base: Int = 1) -> Answer {
        { request, _ in
            switch request {
            case .statusRequest:
                .statusResponse(StatusResponse(height: Height(Int64(top)), base: Height(Int64(base))))
            case .blockRequest(let height) where height >= Height(Int64(base)) && height <= Height(Int64(top)):
                .blockResponse(chain.response(height))
            case .blockRequest(let height): .noBlockResponse(height)
            default: nil
            }
        }
    }

    /// A peer that tells of blocks and gives none.
    static func silent(claiming height: Int64) -> Answer {
        { request, _ in
            if case .statusRequest = request { return .statusResponse(StatusResponse(height: Height(height), base: 1)) }
            return nil
        }
    }

    /// A peer that answers falsely every other time.
    static func liar(_ chain: MadeChain, _ falsehoods: [Falsehood], claiming top: Int) -> Answer {
        let truth = honest(chain, through: chain.count)
        return { request, chance in
            switch request {
            case .statusRequest: return .statusResponse(StatusResponse(height: Height(Int64(top)), base: 1))
            case .blockRequest(let height) where height.rawValue > chain.count: return .noBlockResponse(height)
            case .blockRequest(let height) where chance.below(2) == 0:
                let falsehood = falsehoods[chance.below(falsehoods.count)]
                return (chain.response(height, with: falsehood) ?? chain.response(height)).asMessage
            default: return truth(request, &chance)
            }
        }
    }

    // MARK: Running

    private mutating func plan(_ what: Happening, at time: Int64) {
        number += 1
        queue.append((time, number, what))
    }

    private mutating func planSoon(_ what: Happening) {
        plan(what, at: now + Int64(chance.below(Int(delay)) + 1))
    }

    /// Lets time pass until the machine has finished, or so many nanoseconds have gone by.
    mutating func run(for limit: Int64 = 600_000_000_000) throws {
        let end = now + limit
        while !isFinished,
            let first = queue.indices.min(by: {
                (queue[$0].time, queue[$0].number) < (queue[$1].time, queue[$1].number)
            })
        {
            if queue[first].time > end { break }
            let (time, _, what) = queue.remove(at: first)
            now = time
            try carry(handle(what))
        }
    }

    private mutating func handle(_ what: Happening) -> [SyncAction] {
        let time = Nanoseconds(now)
        switch what {
        case .message(let message, let id):
            if !connected.contains(id) { return [] }
            if case .blockResponse = message { owed[id, default: 0] -= 1 }
            if case .noBlockResponse = message { owed[id, default: 0] -= 1 }
            return machine.receive(message, from: id, at: time)
        case .finding(let finding): return machine.examined(finding, at: time)
        case .applied: return machine.advance(to: chain.point(Height(Int64(applied.count) + 1)), at: time)
        case .tick:
            plan(.tick, at: now + SyncLimits.tick.rawValue)
            return machine.tick(at: time)
        case .connect(let id):
            connected.insert(id)
            return machine.peerConnected(id, at: time)
        }
    }

    private mutating func carry(_ actions: [SyncAction]) throws {
        for action in actions {
            switch action {
            case .requestStatus(let id): ask(id, .statusRequest)
            case .requestBlock(let height, let id):
                requests.append((height, id))
                owed[id, default: 0] += 1
                owedMaximum = max(owedMaximum, owed[id] ?? 0)
                ask(id, .blockRequest(height))
            case .examine(let examination):
                examined += 1
                planSoon(.finding(examination.finding()))
            case .apply(let block):
                #expect(block.block.height.rawValue == applied.count + 1)
                applied.append(block)
                planSoon(.applied)
            case .drop(let id, let reason):
                dropped[id] = reason
                connected.remove(id)
            case .rest(let id, let reason):
                rested[id] = reason
                owed[id] = 0
            case .finish: isFinished = true
            }
        }
    }

    private mutating func ask(_ id: NodeID, _ request: BlockSyncMessage) {
        guard connected.contains(id), let answer = answers[id]?(request, &chance) else { return }
        planSoon(.message(answer, from: id))
    }
}

extension BlockResponse {
    var asMessage: BlockSyncMessage { .blockResponse(self) }
}
