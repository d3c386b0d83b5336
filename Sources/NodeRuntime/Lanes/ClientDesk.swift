import Engine
import Synchronization

/// Clients that wait for the engine's answer.
final class ClientDesk: Sendable {
    /// How a client is answered: with the engine's reply, or with none when the desk is closed.
    typealias Answer = @Sendable (Result<ClientReply, CancellationError>) -> Void

    private struct State {
        var next: UInt64 = 1
        var waiting: [ClientID: Answer] = [:]
        var isClosed = false

        mutating func number() -> ClientID {
            next += 1
            return ClientID(next)
        }
    }

    private let state = Mutex(State())

    /// Takes a client, who is answered once, on any thread.
    ///
    /// - Returns: nil when the desk is closed; the client has been told.
    func take(_ answer: @escaping Answer) -> ClientID? {
        let client = state.withLock { state -> ClientID? in
            if state.isClosed { return nil }
            let client = state.number()
            state.waiting[client] = answer
            return client
        }
        if client == nil { answer(.failure(CancellationError())) }
        return client
    }

    /// Waits for the answer to a request that `submit` hands to the engine.
    ///
    /// - Throws: `CancellationError` when the task is cancelled, or the desk closed, before the answer is there.
    func ask(
        _ submit: @Sendable (ClientID) -> Void, leave: @escaping @Sendable (ClientID) -> Void
    ) async throws -> ClientReply {
        let client = state.withLock { $0.number() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isOpen = state.withLock { state in
                    if state.isClosed || Task.isCancelled { return false }
                    state.waiting[client] = { continuation.resume(with: $0) }
                    return true
                }
                if isOpen { submit(client) } else { continuation.resume(throwing: CancellationError()) }
            }
        } onCancel: {
            if let answer = state.withLock({ $0.waiting.removeValue(forKey: client) }) {
                leave(client)
                answer(.failure(CancellationError()))
            }
        }
    }

    /// Hands an answer to its client; one that has left gets none.
    func reply(_ client: ClientID, _ reply: ClientReply) {
        state.withLock { $0.waiting.removeValue(forKey: client) }?(.success(reply))
    }

    /// Sends everyone away.
    func close() {
        let left = state.withLock { state in
            state.isClosed = true
            let left = state.waiting
            state.waiting = [:]
            return left
        }
        for (_, answer) in left { answer(.failure(CancellationError())) }
    }
}
