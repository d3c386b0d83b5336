import ABCI
import Chain
import Engine
import Synchronization

/// Calls of the application on two threads, in the order of `ApplicationCalls`, and copies of it for whoever only reads.
/// A block that consensus has yet to decide is executed ahead (`ConsensusApplication`).
final class ApplicationLane: Sendable {
    private struct Copies {
        /// As it was when the last durable block was committed: what clients see.
        var committed: any Application
        /// As it was after a block that is not durable yet.
        var pending: [(height: Height, application: any Application)] = []
        /// What is to be done when the application has committed a block that is durable already.
        var awaited: [(height: Height, shown: @Sendable () -> Void)] = []

        /// Has clients see what is durable of what was committed.
        mutating func show(_ height: Height) {
            guard let index = pending.lastIndex(where: { $0.height <= height }) else { return }
            committed = pending[index].application
            committed.dropCache()
            pending.removeFirst(index + 1)
        }
    }

    private let copies: Mutex<Copies>
    /// What the mempool is to check by from now on: as it was after the last block.
    private let nextMempool: Mutex<(any Application)?>
    private let calls = ApplicationCalls()
    private let signatures = SignatureChecks()
    private let workers: Mutex<[Worker]> = Mutex([])
    private let metrics: NodeMetrics?

    /// - Parameter metrics: Told how long calls take; nil when nobody asks.
    init(_ application: any Application, metrics: NodeMetrics? = nil) {
        copies = Mutex(Copies(committed: application))
        nextMempool = Mutex(application)
        self.metrics = metrics
    }

    /// Carries out a call, and tells how long it took.
    static func timed(
        _ call: ApplicationCall, _ metrics: NodeMetrics?, _ body: () -> ApplicationAnswer
    ) -> ApplicationAnswer {
        guard let metrics else { return body() }
        let begin = SystemClock().now().monotonic
        let answer = body()
        let elapsed = SystemClock().now().monotonic.rawValue - begin.rawValue
        metrics.noteCall(call.methodName, seconds: Double(elapsed) / 1e9)
        return answer
    }

    /// Starts to carry out calls.
    ///
    /// - Parameter answer: Told of calls that were carried out together, in their order.
    func start(answer: @escaping @Sendable ([ApplicationAnswer]) -> Void) {
        let application = committed
        let threads = [
            Worker(name: "application") { [weak self, calls, signatures, metrics] in
                var consensus = ConsensusApplication(application, signatures, metrics: metrics)
                while let batch = calls.takeConsensus() {
                    for (index, call) in batch.enumerated() {
                        let found = consensus.answer(call)
                        answer([found])
                        switch call {
                        case .processProposal(let request, _):
                            // What is asked for already does not wait for it.
                            if index == batch.count - 1 { consensus.executeAhead(request, found) }
                        case .commit(let height):
                            self?.keep(consensus.application, height)
                            calls.didChangeState()
                        case .initChain:
                            self?.keep(consensus.application, 0)
                            calls.didChangeState()
                        default: break
                        }
                    }
                }
            },
            Worker(name: "mempool") { [weak self, calls, signatures, metrics] in
                // `checkTx` works on a copy of its own, as the mempool's connection does in CometBFT.
                var mempool = application
                while let batch = calls.takeChecks() {
                    if let next = self?.takeNextMempool() { mempool = next }
                    signatures.prepare(&mempool, for: batch.compactMap(\.checkedTransaction))
                    answer(batch.map { call in ApplicationLane.timed(call, metrics) { mempool.answer(call) } })
                    calls.didAnswer(batch.count)
                }
            },
        ]
        workers.withLock { $0 = threads }
    }

    func add(_ call: ApplicationCall) {
        calls.add(call)
    }

    /// The application as of the last durable block.
    var committed: any Application { copies.withLock { $0.committed } }

    private func keep(_ application: any Application, _ height: Height) {
        nextMempool.withLock { $0 = application }
        let due = copies.withLock { copies in
            copies.pending.append((height, application))
            let due = copies.awaited.prefix { $0.height <= height }
            copies.awaited.removeFirst(due.count)
            if let last = due.last { copies.show(last.height) }
            return due
        }
        for one in due { one.shown() }
    }

    private func takeNextMempool() -> (any Application)? {
        nextMempool.withLock { next in
            defer { next = nil }
            return next
        }
    }

    /// The block of this height is durable: clients may see what it led to. The disk may be faster than the application, which is
    /// told to commit at the same time; then it is waited for: who is told that a block is committed finds it in the state.
    ///
    /// - Parameter shown: Told when they see it, in the order of heights.
    func show(_ height: Height, then shown: @escaping @Sendable () -> Void) {
        let isShown = copies.withLock { copies in
            let isCommitted = copies.pending.contains { $0.height == height }
            if !isCommitted || !copies.awaited.isEmpty {
                copies.awaited.append((height, shown))
                return false
            }
            copies.show(height)
            return true
        }
        if isShown { shown() }
    }

    func close() {
        calls.close()
    }
}

extension ApplicationCall {
    /// The transaction that the mempool wants to know about.
    fileprivate var checkedTransaction: Transaction? {
        if case .checkTx(let request, _) = self { request.tx } else { nil }
    }
}

extension ApplicationCall {
    /// The method's name in ABCI, in small letters.
    fileprivate var methodName: String {
        switch self {
        case .initChain: "init_chain"
        case .prepareProposal: "prepare_proposal"
        case .processProposal: "process_proposal"
        case .extendVote: "extend_vote"
        case .verifyVoteExtension: "verify_vote_extension"
        case .finalizeBlock: "finalize_block"
        case .commit: "commit"
        case .checkTx: "check_tx"
        }
    }
}
