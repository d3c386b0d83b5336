import Synchronization

/// Carries values to a receiver that is made later; what is sent before it is there waits for it.
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
        let waiting = state.withLock { state in
            state.receiver = receiver
            let waiting = state.waiting
            state.waiting = []
            return waiting
        }
        for value in waiting { receiver(value) }
    }
}
