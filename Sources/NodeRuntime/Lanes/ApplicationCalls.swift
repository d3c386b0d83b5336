import Dispatch
import Engine
import Synchronization

/// Calls of the application that wait, for two threads: one carries out those of consensus, the other checks transactions for
/// the mempool beside it, as CometBFT's two connections do. However many transactions wait to be checked, a block does not
/// wait for them; and however long a block takes, transactions are checked meanwhile.
///
/// Commit and InitChain, which give the mempool another state, stand in both rows. What was asked before one of them is answered
/// before it, by the state before it, so that the mempool knows what has to be checked again before anything new is (CometBFT
/// `BlockExecutor.Commit` flushes the connection for that). What is asked after it is answered by the state after it: no
/// answer is older than what the engine knew when it asked.
final class ApplicationCalls: Sendable {
    /// Checks handed out at a time, at most: so many signatures are verified together, and so many answers come at once.
    static let checksMaximum = 128

    private struct Contents {
        var consensus: ArraySlice<ApplicationCall> = []
        var checks: ArraySlice<ApplicationCall> = []
        /// Checks that were handed out so far, and those of them that were answered.
        var taken = 0
        var answered = 0
        /// For each change of state that is not done, how many checks were asked before it.
        var changes: ArraySlice<Int> = []
        var isClosed = false
        var isConsensusWaiting = false
        var isMempoolWaiting = false
    }

    private let contents = Mutex(Contents())
    private let consensusArrival = DispatchSemaphore(value: 0)
    private let mempoolArrival = DispatchSemaphore(value: 0)

    /// Adds a call behind those of its kind; after `close` it is dropped.
    func add(_ call: ApplicationCall) {
        change { contents in
            if contents.isClosed { return }
            if call.isCheck {
                contents.checks.append(call)
            } else {
                contents.consensus.append(call)
                if call.changesState { contents.changes.append(contents.taken + contents.checks.count) }
            }
        }
    }

    /// No more calls come; those that are there are still handed out.
    func close() {
        change { $0.isClosed = true }
    }

    /// The calls of consensus that wait; one that changes the state comes alone. Blocks until there are some.
    ///
    /// - Returns: nil once no more come and none is left.
    func takeConsensus() -> [ApplicationCall]? {
        while true {
            let (calls, isOver) = contents.withLock { contents -> ([ApplicationCall], Bool) in
                let calls = ApplicationCalls.takeConsensus(&contents)
                let isOver = contents.isClosed && contents.consensus.isEmpty
                contents.isConsensusWaiting = calls.isEmpty && !isOver
                return (calls, isOver)
            }
            if !calls.isEmpty { return calls }
            if isOver { return nil }
            consensusArrival.wait()
        }
    }

    private static func takeConsensus(_ contents: inout Contents) -> [ApplicationCall] {
        var count = contents.consensus.prefix { !$0.changesState }.count
        // Checks that were asked before it are answered first.
        if count == 0, let before = contents.changes.first, before <= contents.answered { count = 1 }
        return take(count, from: &contents.consensus)
    }

    /// To be called when a call that changes the state was carried out, and the mempool has the new one.
    func didChangeState() {
        change { $0.changes.removeFirst() }
    }

    /// The first checks. Blocks until there are some that may be carried out.
    ///
    /// - Returns: nil once no more come and none is left.
    func takeChecks() -> [ApplicationCall]? {
        while true {
            let (checks, isOver) = contents.withLock { contents -> ([ApplicationCall], Bool) in
                let room = (contents.changes.first ?? .max) - contents.taken
                let count = min(contents.checks.count, room, ApplicationCalls.checksMaximum)
                let checks = ApplicationCalls.take(count, from: &contents.checks)
                contents.taken += count
                let isOver = contents.isClosed && contents.checks.isEmpty
                contents.isMempoolWaiting = checks.isEmpty && !isOver
                return (checks, isOver)
            }
            if !checks.isEmpty { return checks }
            if isOver { return nil }
            mempoolArrival.wait()
        }
    }

    /// To be called when checks that were taken are answered.
    func didAnswer(_ count: Int) {
        change { $0.answered += count }
    }

    /// Changes something, and wakes up whoever waits: it looks whether that was for it.
    private func change(_ body: (inout Contents) -> Void) {
        let wakes = contents.withLock { contents -> (consensus: Bool, mempool: Bool) in
            body(&contents)
            defer {
                contents.isConsensusWaiting = false
                contents.isMempoolWaiting = false
            }
            return (contents.isConsensusWaiting, contents.isMempoolWaiting)
        }
        if wakes.consensus { consensusArrival.signal() }
        if wakes.mempool { mempoolArrival.signal() }
    }

    private static func take(_ count: Int, from calls: inout ArraySlice<ApplicationCall>) -> [ApplicationCall] {
        let taken = Array(calls.prefix(count))
        calls.removeFirst(count)
        // A slice keeps the memory of what was taken from it.
        if calls.isEmpty { calls = [] }
        return taken
    }
}

extension ApplicationCall {
    fileprivate var isCheck: Bool {
        if case .checkTx = self { true } else { false }
    }

    /// Whether the mempool has another state after it.
    fileprivate var changesState: Bool {
        switch self {
        case .commit, .initChain: true
        default: false
        }
    }
}
