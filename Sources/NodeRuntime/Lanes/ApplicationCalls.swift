import Dispatch
import Engine
import Synchronization

/// Calls of the application that wait. Those of consensus go first, as CometBFT's do, which has a connection for each
/// kind: however many transactions wait to be checked, a block does not wait for them.
///
/// CheckTx never overtakes a call of consensus: what it is answered is not older than what the engine knew when it asked.
final class ApplicationCalls: Sendable {
    /// Checks handed out at a time, at most: so many stand before a call of consensus that comes then.
    static let checksMaximum = 128

    private struct Contents {
        var consensus: [ApplicationCall] = []
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
            if case .checkTx = call { contents.checks.append(call) } else { contents.consensus.append(call) }
            return wakes
        }
        if wakes { arrival.signal() }
    }

    /// No more calls come; those that are there are still handed out.
    func close() {
        contents.withLock { $0.isClosed = true }
        arrival.signal()
    }

    /// The calls of consensus that wait or, when there are none, the first checks. Blocks until there are some.
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
        if !contents.consensus.isEmpty {
            defer { contents.consensus = [] }
            return contents.consensus
        }
        let checks = Array(contents.checks.prefix(checksMaximum))
        contents.checks.removeFirst(checks.count)
        if contents.checks.isEmpty { contents.checks = [] }
        return checks
    }
}
