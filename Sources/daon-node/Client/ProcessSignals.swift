import Dispatch
import Foundation
import Logging
import Synchronization

/// SIGTERM, SIGINT and SIGHUP as elements of a stream, instead of the end of the process. They are watched once for the
/// process's life: a second source for a signal gets nothing.
final class ProcessSignals: Sendable {
    /// The signal upon which some settings are read again.
    static let reloading = "SIGHUP"

    private struct State {
        var listener: AsyncStream<String>.Continuation?
        /// What came while nobody listened: one of each kind, as the system keeps them.
        var missed: Set<String> = []
    }

    private let state = Mutex(State())

    /// Begins to watch, as long as what is returned is not cancelled.
    func watch() -> [any DispatchSourceSignal] {
        [(SIGTERM, "SIGTERM"), (SIGINT, "SIGINT"), (SIGHUP, ProcessSignals.reloading)].map { number, name in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { [self] in take(name) }
            source.resume()
            return source
        }
    }

    /// The signals from now on, and those that were missed. Whoever listened before hears no more.
    func listen() -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream<String>.makeStream()
        state.withLock { state in
            state.listener?.finish()
            state.listener = continuation
            for name in state.missed.sorted() { continuation.yield(name) }
            state.missed = []
        }
        return stream
    }

    /// Does something, as long as it is not told to stop. There is nothing yet that could be read again.
    ///
    /// - Returns: nil when it was told to.
    func untilStopped<Result: Sendable>(
        _ log: Logger, _ body: @escaping @Sendable () async throws -> Result?
    ) async throws -> Result? {
        let received = listen()
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await signal in received where signal != ProcessSignals.reloading {
                    log.info("stopping", metadata: ["signal": "\(signal)"])
                    return nil
                }
                return nil
            }
            defer { group.cancelAll() }
            return try await group.next() ?? nil
        }
    }

    private func take(_ name: String) {
        state.withLock { state in
            if case .enqueued? = state.listener?.yield(name) { return }
            state.missed.insert(name)
        }
    }
}
