import NIOCore
import Synchronization

/// Lets one thread after the other do something.
///
/// The handlers' generic types are made when they are first used. Two event loops that did so at the same moment, for the
/// first two connections of a process, have crashed Swift 6.3's runtime (in `swift_conformsToProtocol`, while handlers
/// were added).
final class Turns: Sendable {
    private let turn = Mutex(())

    func take(_ body: () throws -> Void) throws {
        try turn.withLock { _ in try body() }
    }

    func take(_ body: () -> EventLoopFuture<Void>) -> EventLoopFuture<Void> {
        turn.withLock { _ in body() }
    }
}
