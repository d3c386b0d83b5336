import Dispatch
import Synchronization

/// A value that one thread gives and another waits for.
final class Answer<Value: Sendable>: Sendable {
    private let value: Mutex<Value>
    private let isThere = DispatchSemaphore(value: 0)

    /// - Parameter fallback: What `wait` returns when nobody answers in time.
    init(_ fallback: Value) {
        value = Mutex(fallback)
    }

    func give(_ answer: Value) {
        value.withLock { $0 = answer }
        isThere.signal()
    }

    /// Waits for the answer; a second at most, for a thread that is ending gives none.
    func wait() -> Value {
        _ = isThere.wait(timeout: .now() + .seconds(1))
        return value.withLock { $0 }
    }
}
