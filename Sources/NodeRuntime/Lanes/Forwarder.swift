import Synchronization

/// Carries values to a receiver that is made later; what is sent before it is there waits for it.
///
/// What one thread sends arrives in the order in which it is sent.
final class Forwarder<Value: Sendable>: Sendable {
    private struct State {
        var receiver: (@Sendable (Value) -> Void)?
        var waiting: [Value] = []
    }

    private let state = Mutex(State())

    func send(_ value: Value) {
        let receiver = state.withLock { state in
            if state.receiver == nil { state.waiting.append(value) }
            return state.receiver
        }
        receiver?(value)
    }

    func connect(_ receiver: @escaping @Sendable (Value) -> Void) {
        while true {
            let waiting = state.withLock { state in
                // Only when nothing waits any more may values go past those who came before.
                if state.waiting.isEmpty { state.receiver = receiver }
                defer { state.waiting = [] }
                return state.waiting
            }
            if waiting.isEmpty { return }
            for value in waiting { receiver(value) }
        }
    }
}
