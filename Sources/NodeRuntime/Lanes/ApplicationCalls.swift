import Dispatch
import Engine
import Synchronization

/// Calls of the application that wait. Those of consensus go first, as CometBFT's do, which has a connection for each
/// kind: however many transactions wait to be checked, a block does not wait for them.
///
/// CheckTx never overtakes a call of consensus: what it is answered is not older than what the engine knew when it asked.
/// Nor does Commit overtake CheckTx: what was asked before it is answered by the state before it, so that the mempool knows
/// what has to be checked again before anything new is (CometBFT `BlockExecutor.Commit` flushes the connection for that).
final class ApplicationCalls: Sendable {
    /// Checks handed out at a time, at most: so many stand before a call of consensus other than Commit that comes then.
    static let checksMaximum = 128

    private struct Contents {
        /// Calls of consensus, and the checks that stand before a Commit.
        var consensus: ArraySlice<ApplicationCall> = []
        var checks: ArraySlice<ApplicationCall> = []
        var isClosed = false

        var isEmpty: Bool { consensus.isEmpty && checks.isEmpty }
    }

    private let contents = Mutex(Contents())
    private let arrival = DispatchSemaphore(value: 0)

    /// Adds a call behind those of its kind; after `close` it is dropped.
    func add(_ call: ApplicationCall) {
        let wakes = contents.withLock { contents in
            if contents.isClosed { return false }
            let wakes = contents.isEmpty
            if call.isCheck { contents.checks.append(call) } else { ApplicationCalls.add(call, to: &contents) }
            return wakes
        }
        if wakes { arrival.signal() }
    }

    private static func add(_ call: ApplicationCall, to contents: inout sending Contents) {
        if case .commit = call {
            contents.consensus += contents.checks
            contents.checks = []
        }
        contents.consensus.append(call)
    }

    /// No more calls come; those that are there are still handed out.
    func close() {
        contents.withLock { $0.isClosed = true }
        arrival.signal()
    }

    /// The calls of consensus that wait or, when there are none, the first checks; never both. Blocks until there are some.
    ///
    /// - Returns: nil once no more come and none is left.
    func take() -> [ApplicationCall]? {
        while true {
            let (calls, isClosed) = contents.withLock { contents in
                (ApplicationCalls.take(&contents), contents.isClosed)
            }
            if !calls.isEmpty { return calls }
            if isClosed { return nil }
            arrival.wait()
        }
    }

    private static func take(_ contents: inout sending Contents) -> [ApplicationCall] {
        contents.consensus.isEmpty ? take(from: &contents.checks) : take(from: &contents.consensus)
    }

    /// The first calls, all of one kind.
    private static func take(from calls: inout ArraySlice<ApplicationCall>) -> [ApplicationCall] {
        guard let first = calls.first else { return [] }
        let taken = Array(
            first.isCheck ? calls.prefix(checksMaximum).prefix { $0.isCheck } : calls.prefix { !$0.isCheck })
        calls.removeFirst(taken.count)
        // A slice keeps the memory of what was taken from it.
        if calls.isEmpty { calls = [] }
        return taken
    }
}

extension ApplicationCall {
    fileprivate var isCheck: Bool {
        if case .checkTx = self { true } else { false }
    }
}
