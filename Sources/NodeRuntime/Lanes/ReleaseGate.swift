import Chain
import Engine
import Synchronization

/// What is durable, and what waits for it. What belongs to one lane starts in order, whatever it waits for.
final class ReleaseGate: Sendable {
    private struct State {
        var logged: LogPosition?
        var committed: Height
        /// In the order in which they came. A release that is nil only waits for its lane.
        var waiting: [Waiting] = []
    }

    private struct Waiting {
        let lane: Lane
        let release: Release?
        let start: @Sendable () -> Void
    }

    private let state: Mutex<State>

    init(logged: LogPosition?, committed: Height) {
        state = Mutex(State(logged: logged, committed: committed))
    }

    /// Runs `start` once `release` is durable and nothing of its lane waits before it: now, or on the thread that makes
    /// it so.
    func run(_ lane: Lane, after release: Release?, _ start: @escaping @Sendable () -> Void) {
        let startsNow = state.withLock { state in
            let isFree = !state.waiting.contains { $0.lane == lane }
            if isFree && ReleaseGate.isDurable(release, state) { return true }
            state.waiting.append(Waiting(lane: lane, release: release, start: start))
            return false
        }
        if startsNow { start() }
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
            var held: Set<Lane> = []
            state.waiting = state.waiting.filter { item in
                if held.contains(item.lane) || !ReleaseGate.isDurable(item.release, state) {
                    held.insert(item.lane)
                    return true
                }
                ready.append(item.start)
                return false
            }
            return ready
        }
        for start in ready { start() }
    }

    private static func isDurable(_ release: Release?, _ state: State) -> Bool {
        switch release {
        case nil: true
        case .logged(let position)?: state.logged.map { $0 >= position } ?? false
        case .committed(let height)?: state.committed >= height
        }
    }
}
