import ABCI
import Chain
import Cryptography
import JSON
import PeerMessages
import RPC
import Synchronization
import Wire

/// A node whose answers are made up, and that can be told to keep clients waiting.
final class StubNode: NodeView {
    let chain: StubChain
    let isCatchingUp: Bool
    /// Runs before every read of the chain.
    private let beforeReading: @Sendable () -> Void
    private let gate: Gate?
    let genesisText: [UInt8]

    init(
        _ chain: StubChain, isCatchingUp: Bool = false, genesisText: [UInt8] = Array(#"{"chain_id":"stub"}"#.utf8),
        gate: Gate? = nil, beforeReading: @escaping @Sendable () -> Void = {}
    ) {
        self.chain = chain
        self.isCatchingUp = isCatchingUp
        self.genesisText = genesisText
        self.gate = gate
        self.beforeReading = beforeReading
    }

    convenience init() throws {
        self.init(try StubChain())
    }

    func status() -> StatusInformation {
        let node = NodeInfo(
            protocolVersion: ProtocolVersion(p2p: 8, block: 11, app: 1), id: "6acc4e300c5e5c24bbfb9278d588bb7cbc152eb9",
            listenAddress: "tcp://127.0.0.1:26656", network: "stub", version: "0.38.25",
            channels: [0x40, 0x20].map(ChannelID.init), moniker: "stub",
            other: NodeInfoOther(transactionIndex: "on", rpcAddress: "tcp://127.0.0.1:26657"))
        return StatusInformation(
            node: node, latest: chain.meta(at: chain.height).map { .init($0) },
            earliest: chain.meta(at: chain.base).map { .init($0) }, isCatchingUp: isCatchingUp,
            publicKey: chain.key, votingPower: 1)
    }

    func networkInformation() async -> NetInformation {
        NetInformation(isListening: true, listeners: ["Listener(@)"], peers: [])
    }

    func consensus() -> ConsensusInformation? { nil }

    func mempool(first limit: Int) -> MempoolInformation {
        let waiting = (0..<120).map { Transaction([UInt8($0)]) }
        return MempoolInformation(count: 120, byteCount: 120, transactions: Array(waiting.prefix(limit)))
    }

    func genesis() -> GenesisInformation { GenesisInformation(text: genesisText) }

    func withChain<Result>(_ body: (any ChainView) throws -> Result) throws -> Result {
        beforeReading()
        return try body(chain)
    }

    func applicationInformation() async throws -> ResponseInfo {
        ResponseInfo(data: "stub", lastBlockHeight: chain.height)
    }

    /// Answers with the request.
    func query(_ request: RequestQuery) async throws -> ResponseQuery {
        ResponseQuery(
            log: request.path, index: request.prove ? -1 : 0, key: request.data, height: request.height)
    }

    /// Every transaction has changed the work `sha256:all`.
    func transactions(changing work: ByteString) throws -> [Hash] {
        if work != "sha256:all" { return [] }
        return (1...chain.height.rawValue).map { StubChain.transaction(at: Height($0)).hash }
    }

    func check(_ transaction: Transaction) async throws -> ResponseCheckTx {
        ResponseCheckTx(data: transaction.bytes)
    }

    func submit(
        _ transaction: Transaction, until stage: SubmissionStage,
        _ answer: @escaping @Sendable (Result<ResponseCheckTx, any Error>) -> Void
    ) {
        if transaction.bytes == Array("twice".utf8) { return answer(.failure(StubError("tx already exists in cache"))) }
        let code: UInt32 = transaction.bytes.isEmpty ? 2 : 0
        let check = ResponseCheckTx(code: code, data: transaction.bytes, log: "checked")
        answer(.success(stage == .checked ? check : ResponseCheckTx()))
    }

    /// Waits until the gate is opened or the client leaves.
    func submitAndCommit(_ transaction: Transaction) async throws -> CommittedTransaction {
        try await gate?.wait()
        return .committed(ResponseCheckTx(gasWanted: 1), ExecTxResult(gasUsed: 2), chain.height)
    }

    func submit(_ evidence: Evidence) async throws {
        throw StubError("not now")
    }
}

struct StubError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// Holds tasks back until it is opened, and tells what became of them.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
        var next = 0
        var observers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
        var arrived = 0
        var cancelled = 0
        var cancellationObservers: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Waits for the gate to open; throws when the task is cancelled first.
    func wait() async throws {
        let number = state.withLock { state in
            state.next += 1
            return state.next
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let ready = state.withLock { state in
                    state.arrived += 1
                    if !state.isOpen { state.waiting[number] = continuation }
                    let ready = state.observers.filter { $0.count <= state.arrived }
                    state.observers.removeAll { $0.count <= state.arrived }
                    return (isOpen: state.isOpen, observers: ready)
                }
                if ready.isOpen { continuation.resume() }
                for observer in ready.observers { observer.continuation.resume() }
            }
        } onCancel: {
            let (continuation, observers) = state.withLock { state in
                state.cancelled += 1
                defer { state.cancellationObservers = [] }
                return (state.waiting.removeValue(forKey: number), state.cancellationObservers)
            }
            continuation?.resume(throwing: CancellationError())
            for observer in observers { observer.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [:] }
            return Array(state.waiting.values)
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Returns when so many tasks have come to the gate.
    func arrivals(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let isThere = state.withLock { state in
                if state.arrived >= count { return true }
                state.observers.append((count, continuation))
                return false
            }
            if isThere { continuation.resume() }
        }
    }

    /// Returns when a waiting task was cancelled.
    func cancellation() async {
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                if state.cancelled > 0 { return true }
                state.cancellationObservers.append(continuation)
                return false
            }
            if isDone { continuation.resume() }
        }
    }
}
