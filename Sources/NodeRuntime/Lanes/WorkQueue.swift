import Dispatch
import Synchronization

/// Work from many threads to one, in order.
final class WorkQueue<Work: Sendable>: Sendable {
    private struct Contents {
        var work: [Work] = []
        var isClosed = false
    }

    private let contents = Mutex(Contents())
    private let arrival = DispatchSemaphore(value: 0)

    /// Adds work at the end; after `close` it is dropped.
    func add(_ work: Work) { add(contentsOf: CollectionOfOne(work)) }

    /// Adds several at the end.
    func add(contentsOf work: some Collection<Work> & Sendable) {
        let wakes = contents.withLock { contents in
            if contents.isClosed || work.isEmpty { return false }
            let wakes = contents.work.isEmpty
            contents.work.append(contentsOf: work)
            return wakes
        }
        if wakes { arrival.signal() }
    }

    /// No more work comes; what is there is still handed out.
    func close() {
        contents.withLock { $0.isClosed = true }
        arrival.signal()
    }

    /// All work that waits. Blocks until there is some, or the deadline has come.
    ///
    /// - Returns: nil once the queue is closed and empty; none at the deadline.
    func takeAll(until deadline: DispatchTime = .distantFuture) -> [Work]? {
        while true {
            let (work, isClosed) = contents.withLock { contents in
                let work = contents.work
                contents.work = []
                return (work, contents.isClosed)
            }
            if !work.isEmpty { return work }
            if isClosed { return nil }
            if arrival.wait(timeout: deadline) == .timedOut { return [] }
        }
    }
}
