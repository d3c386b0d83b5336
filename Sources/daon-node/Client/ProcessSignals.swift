import Dispatch
import Foundation
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

    private func take(_ name: String) {
        state.withLock { state in
            if case .enqueued? = state.listener?.yield(name) { return }
            state.missed.insert(name)
        }
    }
}
