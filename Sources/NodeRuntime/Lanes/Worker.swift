import Foundation

/// A thread of its own for work that blocks: a disk, an application, the engine itself.
///
/// What the thread works on is made inside its body, so that no other thread can reach it.
final class Worker: Sendable {
    private let finished = DispatchSemaphore(value: 0)

    init(name: String, _ body: @escaping @Sendable () -> Void) {
        let finished = finished
        let thread = Thread {
            body()
            finished.signal()
        }
        thread.name = name
        // Room for decoding what a block may nest; the default of new threads is half of it.
        thread.stackSize = 4 << 20
        thread.start()
    }

    /// Waits until the body has returned.
    ///
    /// - Returns: Whether it did so in time.
    func join(until deadline: DispatchTime) -> Bool {
        let isFinished = finished.wait(timeout: deadline) == .success
        if isFinished { finished.signal() }  // for whoever joins next
        return isFinished
    }
}
