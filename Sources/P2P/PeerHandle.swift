import Cryptography
import NIOCore
import PeerMessages
import PeerProtocol
import Synchronization
import Wire

/// What others than its event loop know of a connection.
final class PeerHandle: Sendable {
    /// A message in its wire form, on its way to the event loop.
    struct Outgoing: Sendable {
        let channel: ChannelID
        let bytes: [UInt8]
    }

    /// What is asked of a connection from outside its event loop.
    enum Signal: Sendable {
        /// There is something in the outbox.
        case outbox
        /// The engine has caught up.
        case caughtUp
        case close(reason: String)
        case status(EventLoopPromise<PeerInformation?>)
    }

    /// Bytes and messages of one peer that the engine may be behind. A message counts as some bytes more than it has: 512 of
    /// them are handled in two milliseconds, and longer nobody has to wait behind a peer that sends as much as it can.
    private static let backlogMaximum = 1 << 21
    private static let messageCost = 4096
    /// Messages that may wait for others to go with: a quarter of what the engine lets wait on a channel.
    private static let waitingMaximum = 16

    private struct State {
        var outbox: [Outgoing] = []
        /// Whether the event loop is told of the outbox, or will be.
        var isCalled = false
        var backlog = 0
        /// Whether reading waits for the engine.
        var isPaused = false
        var isClosed = false
        var owed = OwedBlocks()
    }

    let id: ConnectionID
    let isOutbound: Bool
    private let channel: any Channel
    private let state = Mutex(State())

    init(_ id: ConnectionID, isOutbound: Bool, _ channel: any Channel) {
        self.id = id
        self.isOutbound = isOutbound
        self.channel = channel
    }

    /// Where the connection leads, `host:port`; empty once it is closed.
    var remoteAddress: String {
        guard let address = channel.remoteAddress, let host = address.ipAddress, let port = address.port else {
            return ""
        }
        return host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// Puts a message behind the others that wait for the event loop.
    ///
    /// - Parameter bytes: Its wire form.
    /// - Returns: Whether the event loop is to be told of it, by `callForOutbox`.
    func put(_ message: PeerMessage, _ bytes: [UInt8]) -> Bool {
        let outgoing = Outgoing(channel: message.channel, bytes: bytes)
        return state.withLock { state in
            if state.isClosed { return false }
            state.outbox.append(outgoing)
            state.owed.noteSent(message)
            // A channel has room for 64: what may wait must not take it from what may not.
            if state.isCalled || (message.mayWait && state.outbox.count < PeerHandle.waitingMaximum) { return false }
            state.isCalled = true
            return true
        }
    }

    /// Whether something waits of which the event loop is not told; it is to be told now.
    func claimWaiting() -> Bool {
        state.withLock { state in
            if state.isClosed || state.outbox.isEmpty || state.isCalled { return false }
            state.isCalled = true
            return true
        }
    }

    /// Tells the event loop, on its thread, that something waits.
    func callForOutbox() { signal(.outbox) }

    var eventLoop: any EventLoop { channel.eventLoop }

    func takeOutbox() -> [Outgoing] {
        state.withLock { state in
            defer { state.outbox = [] }
            state.isCalled = false
            return state.outbox
        }
    }

    /// A message goes to the engine.
    ///
    /// - Returns: false when no more is to be read for now.
    func noteDelivered(_ size: Int) -> Bool {
        state.withLock { state in
            state.backlog += size + PeerHandle.messageCost
            if state.backlog > PeerHandle.backlogMaximum { state.isPaused = true }
            return !state.isPaused
        }
    }

    /// The engine has handled a message.
    func noteHandled(_ size: Int) {
        let wakes = state.withLock { state in
            state.backlog = max(0, state.backlog - size - PeerHandle.messageCost)
            if !state.isPaused || state.backlog > PeerHandle.backlogMaximum / 2 { return false }
            state.isPaused = false
            return !state.isClosed
        }
        if wakes { signal(.caughtUp) }
    }

    var isPaused: Bool { state.withLock { $0.isPaused } }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Whether the peer may send blocks now.
    var expectation: BlockResponseFilter.Expectation { state.withLock { $0.owed.expectation } }

    /// A message of the peer was read.
    func noteReceived(_ message: PeerMessage) {
        if case .blockSync = message { state.withLock { $0.owed.noteReceived(message) } }
    }

    func close(reason: String) {
        if state.withLock({ !$0.isClosed }) { signal(.close(reason: reason)) }
    }

    /// The connection is closed: nothing is handed to its event loop any more.
    func noteClosed() {
        state.withLock { state in
            state.isClosed = true
            state.outbox = []
        }
    }

    /// What there is to tell of the peer; nil when it is gone or not let in.
    func status() async -> PeerInformation? {
        let promise = channel.eventLoop.makePromise(of: PeerInformation?.self)
        // In one piece, so that the promise is kept by the handler or here.
        let isAsked = state.withLock { state in
            if state.isClosed { return false }
            signal(.status(promise))
            return true
        }
        if !isAsked { promise.succeed(nil) }
        return try? await promise.futureResult.get()  // it cannot fail
    }

    private func signal(_ signal: Signal) {
        channel.pipeline.fireUserInboundEventTriggered(signal)
    }
}
