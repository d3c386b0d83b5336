import Dispatch
import Synchronization

/// Work from many threads to one, in order.
final class WorkQueue<Work: Sendable>: Sendable {
    private struct Contents {
        var work: [Work] = []
        var isClosed = false
        /// Whether there is something for which the thread wakes up.
        var isCalled = false
    }

    private let contents = Mutex(Contents())
    private let arrival = DispatchSemaphore(value: 0)

    /// Adds work at the end; after `close` it is dropped.
    func add(_ work: Work) { add(contentsOf: CollectionOfOne(work)) }

    /// Adds several at the end.
    ///
    /// - Parameter wakes: false for what can wait until the thread wakes up for something else, or at its deadline.
    func add(contentsOf work: some Collection<Work> & Sendable, wakes: Bool = true) {
        let signals = contents.withLock { contents in
            if contents.isClosed || work.isEmpty { return false }
            contents.work.append(contentsOf: work)
            if !wakes || contents.isCalled { return false }
            contents.isCalled = true
            return true
        }
        if signals { arrival.signal() }
    }

    /// No more work comes; what is there is still handed out.
    func close() {
        contents.withLock { $0.isClosed = true }
        arrival.signal()
    }

    /// All work that waits. Blocks until there is some to wake up for, or the deadline has come.
    ///
    /// - Returns: nil once the queue is closed and empty; perhaps none at the deadline.
    func takeAll(until deadline: DispatchTime = .distantFuture) -> [Work]? {
        var isDue = false
        while true {
            let (work, isClosed) = contents.withLock { contents -> ([Work], Bool) in
                if !contents.isCalled && !contents.isClosed && !isDue { return ([], false) }
                defer { contents.work = [] }
                contents.isCalled = false
                return (contents.work, contents.isClosed)
            }
            if !work.isEmpty { return work }
            if isClosed { return nil }
            if isDue { return [] }
            isDue = arrival.wait(timeout: deadline) == .timedOut
        }
    }
}
