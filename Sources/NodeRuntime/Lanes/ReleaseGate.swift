import Chain
import Engine
import Synchronization

/// What is durable, and what waits for it.
final class ReleaseGate: Sendable {
    private struct State {
        var logged: LogPosition?
        var committed: Height
        /// In the order in which they came.
        var waiting: [(release: Release, start: @Sendable () -> Void)] = []
    }

    private let state: Mutex<State>

    init(logged: LogPosition?, committed: Height) {
        state = Mutex(State(logged: logged, committed: committed))
    }

    /// Runs `start` once `release` is durable: now, or on the thread that makes it so.
    func run(after release: Release?, _ start: @escaping @Sendable () -> Void) {
        guard let release else { return start() }
        let isDurable = state.withLock { state in
            if ReleaseGate.isDurable(release, state) { return true }
            state.waiting.append((release, start))
            return false
        }
        if isDurable { start() }
    }

    /// The log is durable up to and including this position.
    func logged(_ position: LogPosition) {
        advance { $0.logged = max($0.logged ?? position, position) }
    }

    /// The block of this height is durable.
    func committed(_ height: Height) {
        advance { $0.committed = max($0.committed, height) }
    }

    private func advance(_ change: (inout sending State) -> Void) {
        let ready = state.withLock { state -> [@Sendable () -> Void] in
            change(&state)
            var ready: [@Sendable () -> Void] = []
            var waiting: [(release: Release, start: @Sendable () -> Void)] = []
            for item in state.waiting {
                if ReleaseGate.isDurable(item.release, state) {
                    ready.append(item.start)
                } else {
                    waiting.append(item)
                }
            }
            state.waiting = waiting
            return ready
        }
        for start in ready { start() }
    }

    private static func isDurable(_ release: Release, _ state: State) -> Bool {
        switch release {
        case .logged(let position): state.logged.map { $0 >= position } ?? false
        case .committed(let height): state.committed >= height
        }
    }
}
