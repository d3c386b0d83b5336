import NIOCore
import Synchronization

/// The connections that are open.
final class ConnectionRegistry: Sendable {
    private struct State {
        var channels: [ObjectIdentifier: any Channel] = [:]
        /// Whether connections are being brought to an end.
        var isStopping = false
        /// Whether the event loops are gone, or about to go.
        var isStopped = false
        var whenEmpty: [EventLoopPromise<Void>] = []

        mutating func takePromises() -> [EventLoopPromise<Void>] {
            defer { whenEmpty = [] }
            return whenEmpty
        }
    }

    private let state = Mutex(State())

    /// Keeps a connection until it is closed; one that comes too late is closed at once.
    func add(_ channel: any Channel) {
        let isLate = state.withLock { state in
            state.channels[ObjectIdentifier(channel)] = channel
            return state.isStopping
        }
        channel.closeFuture.whenComplete { _ in self.remove(channel) }
        if isLate { channel.close(promise: nil) }
    }

    private func remove(_ channel: any Channel) {
        let promises = state.withLock { state in
            state.channels[ObjectIdentifier(channel)] = nil
            return state.channels.isEmpty ? state.takePromises() : []
        }
        for promise in promises { promise.succeed() }
    }

    /// Asks the connections to end: idle ones at once, the others when they have answered.
    ///
    /// - Returns: When none is left.
    func quiesce(on eventLoop: any EventLoop) -> EventLoopFuture<Void> {
        let promise = eventLoop.makePromise(of: Void.self)
        let channels = state.withLock { state in
            state.isStopping = true
            state.whenEmpty.append(promise)
            return Array(state.channels.values)
        }
        for channel in channels { channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent()) }
        if channels.isEmpty {
            for promise in state.withLock({ $0.takePromises() }) { promise.succeed() }
        }
        return promise.futureResult
    }

    /// Closes what is left.
    func closeAll() {
        for channel in state.withLock({ Array($0.channels.values) }) { channel.close(promise: nil) }
    }

    /// From now on nothing is handed to event loops from outside.
    func stop() {
        state.withLock { $0.isStopped = true }
    }

    /// Runs `body` on the event loop, unless the loop is gone. A task that outlived its connection ends so.
    func execute(on eventLoop: any EventLoop, _ body: @escaping @Sendable () -> Void) {
        state.withLock { state in
            if !state.isStopped { eventLoop.execute(body) }
        }
    }
}
