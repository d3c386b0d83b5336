import Engine
import Synchronization

/// Clients that wait for the engine's answer.
final class ClientDesk: Sendable {
    private struct State {
        var next: UInt64 = 1
        var waiting: [ClientID: CheckedContinuation<ClientReply, any Error>] = [:]
        var isClosed = false
    }

    private let state = Mutex(State())

    /// Waits for the answer to a request that `submit` hands to the engine.
    ///
    /// - Throws: `CancellationError` when the task is cancelled, or the desk closed, before the answer is there.
    func ask(
        _ submit: @Sendable (ClientID) -> Void, leave: @escaping @Sendable (ClientID) -> Void
    ) async throws -> ClientReply {
        let client = state.withLock { state in
            state.next += 1
            return ClientID(state.next)
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isOpen = state.withLock { state in
                    if state.isClosed || Task.isCancelled { return false }
                    state.waiting[client] = continuation
                    return true
                }
                if isOpen { submit(client) } else { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            if let continuation = state.withLock({ $0.waiting.removeValue(forKey: client) }) {
                leave(client)
                continuation.resume(throwing: CancellationError())
            }
        }
    }

    /// Hands an answer to its client; one that has left gets none.
    func reply(_ client: ClientID, _ reply: ClientReply) {
        state.withLock { $0.waiting.removeValue(forKey: client) }?.resume(returning: reply)
    }

    /// Sends everyone away.
    func close() {
        let left = state.withLock { state in
            state.isClosed = true
            let left = state.waiting
            state.waiting = [:]
            return left
        }
        for (_, continuation) in left { continuation.resume(throwing: CancellationError()) }
    }
}
