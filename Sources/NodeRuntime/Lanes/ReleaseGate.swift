import Chain
import Engine
import Invariants
import Synchronization

/// What is durable, and what waits for it. What belongs to one lane starts in order, whatever it waits for.
///
/// Every client has a lane of its own, so that thousands may wait: nothing looks at lanes that it does not start.
final class ReleaseGate: Sendable {
    private struct State {
        var logged: LogPosition?
        var committed: Height
        /// What waits in each lane, in order. A lane whose work is being started is here too, even when it is empty.
        var lanes: [Lane: [Waiting]] = [:]
        /// Lanes whose first waits for the log, and those whose first waits for a block.
        var forLog: [Lane] = []
        var forBlock: [Lane] = []
    }

    private struct Waiting {
        /// nil for what only waits for its lane.
        let release: Release?
        let start: @Sendable () -> Void
    }

    private let state: Mutex<State>
    private let released: @Sendable () -> Void

    /// - Parameter released: Told when what became durable has been started.
    init(logged: LogPosition?, committed: Height, released: @escaping @Sendable () -> Void = {}) {
        self.released = released
        state = Mutex(State(logged: logged, committed: committed))
    }

    /// Runs `start` once `release` is durable and nothing of its lane waits before it: now, or on the thread that makes
    /// it so.
    func run(_ lane: Lane, after release: Release?, _ start: @escaping @Sendable () -> Void) {
        let startsNow = state.withLock { state in
            let isFree = state.lanes[lane] == nil
            if isFree && ReleaseGate.isDurable(release, state) { return true }
            state.lanes[lane, default: []].append(Waiting(release: release, start: start))
            if isFree { ReleaseGate.hold(lane, until: release, &state) }
            return false
        }
        if startsNow { start() }
    }

    /// Whether the log is durable up to and including this position.
    func isLogged(_ position: LogPosition) -> Bool {
        state.withLock { ReleaseGate.isDurable(.logged(position), $0) }
    }

    /// The log is durable up to and including this position.
    func logged(_ position: LogPosition) {
        let lanes = state.withLock { state in
            state.logged = max(state.logged ?? position, position)
            return ReleaseGate.takeReady(\.forLog, &state)
        }
        start(lanes)
    }

    /// The block of this height is durable.
    func committed(_ height: Height) {
        let lanes = state.withLock { state in
            state.committed = max(state.committed, height)
            return ReleaseGate.takeReady(\.forBlock, &state)
        }
        start(lanes)
    }

    private func start(_ lanes: [Lane]) {
        for lane in lanes { startReady(lane) }
        if !lanes.isEmpty { released() }
    }

    /// Starts what may start of a lane that this thread has taken. Whatever comes meanwhile waits behind it.
    private func startReady(_ lane: Lane) {
        while let start = state.withLock({ ReleaseGate.takeFirst(lane, &$0) }) { start() }
    }

    /// The first of a lane; nil when there is none, or when it waits on.
    private static func takeFirst(_ lane: Lane, _ state: inout sending State) -> (@Sendable () -> Void)? {
        guard let first = state.lanes[lane]?.first else {
            state.lanes[lane] = nil
            return nil
        }
        if !isDurable(first.release, state) {
            hold(lane, until: first.release, &state)
            return nil
        }
        state.lanes[lane]?.removeFirst()
        return first.start
    }

    private static func hold(_ lane: Lane, until release: Release?, _ state: inout State) {
        switch release {
        case .logged?: state.forLog.append(lane)
        case .committed?: state.forBlock.append(lane)
        case nil: brokenInvariant("what waits for nothing is not held")
        }
    }

    /// Takes out the lanes whose first may start.
    private static func takeReady(
        _ lanes: WritableKeyPath<State, [Lane]>, _ state: inout sending State
    ) -> [Lane] {
        var ready: [Lane] = []
        var held: [Lane] = []
        for lane in state[keyPath: lanes] {
            if let first = state.lanes[lane]?.first, !isDurable(first.release, state) {
                held.append(lane)
            } else {
                ready.append(lane)
            }
        }
        state[keyPath: lanes] = held
        return ready
    }

    private static func isDurable(_ release: Release?, _ state: State) -> Bool {
        switch release {
        case nil: true
        case .logged(let position)?: state.logged.map { $0 >= position } ?? false
        case .committed(let height)?: state.committed >= height
        }
    }
}
