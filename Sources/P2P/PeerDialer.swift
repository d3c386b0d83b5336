import Chain
import Glibc
import NIOCore
import NIOPosix
import PeerMessages
import PeerProtocol
import Synchronization
import Wire

/// Makes the calls that the director wants made, when it wants them.
final class PeerDialer: Sendable {
    private struct State {
        var timer: Scheduled<Void>?
        var deadline = Nanoseconds(.max)
        var isStopped = false
    }

    private let network: PeerNetworkCore
    private let loops: MultiThreadedEventLoopGroup
    /// Where the director is asked.
    private let loop: any EventLoop
    private let state = Mutex(State())

    init(_ network: PeerNetworkCore, _ loops: MultiThreadedEventLoopGroup) {
        self.network = network
        self.loops = loops
        loop = loops.next()
    }

    /// Sees to it that the next call is made when it is due.
    func reschedule() {
        guard let deadline = network.state.withLock({ $0.isStopping ? nil : $0.director.nextDeadline }) else { return }
        let wait = max(0, deadline.rawValue - network.now().monotonic.rawValue)
        state.withLock { state in
            if state.isStopped || (state.timer != nil && state.deadline <= deadline) { return }
            state.timer?.cancel()
            state.deadline = deadline
            state.timer = loop.scheduleTask(in: .nanoseconds(wait)) { [self] in dialWhatIsDue() }
        }
    }

    func stop() {
        state.withLock { state in
            state.isStopped = true
            state.timer?.cancel()
            state.timer = nil
        }
    }

    private func dialWhatIsDue() {
        state.withLock { $0.timer = nil }
        let dials = network.state.withLock { state in
            state.isStopping ? [] : state.director.dials(at: network.now())
        }
        for dial in dials { call(dial) }
        reschedule()
    }

    private func call(_ dial: PeerDirector.Dial) {
        guard let port = dial.location.portNumber else {
            return fail(dial, "the port is no number from 0 to 65535")
        }
        let host = dial.location.host.description
        ClientBootstrap(group: loops)
            .connectTimeout(.nanoseconds(network.settings.dialTimeout.rawValue))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelOption(PeerSocket.userTimeoutOption, value: PeerSocket.userTimeout)
            .channelInitializer { [network] channel in
                channel.eventLoop.makeCompletedFuture {
                    PeerSocket.setCongestionControl(network.settings.congestionControl, of: channel)
                    let handle = PeerHandle(dial.connection, isOutbound: true, channel)
                    let isLate = network.state.withLock { state in
                        state.handles[dial.connection] = handle
                        return state.isStopping
                    }
                    if isLate { throw ChannelError.ioOnClosedChannel }
                    try channel.pipeline.syncOperations.addHandler(
                        PeerHandler(handle, network, dialed: dial.location))
                }
            }
            .connect(host: host, port: port)
            .whenFailure { [self] error in fail(dial, PeerDialer.describe(error)) }
    }

    private func fail(_ dial: PeerDirector.Dial, _ reason: String) {
        network.notice(.dialFailed(dial.location, .other(reason)))
        network.forget(dial.connection)
    }

    private static func describe(_ error: any Error) -> String {
        guard let failure = error as? NIOConnectionError else { return "\(error)" }
        if let reason = failure.connectionErrors.first?.error {
            if let reason = reason as? IOError { return String(cString: strerror(reason.errnoCode)) }
            return "\(reason)"
        }
        return "the name \(failure.host) has no address"
    }
}

extension PeerLocation {
    /// The port, if it is one.
    fileprivate var portNumber: Int? {
        UInt16(port.description).map(Int.init)
    }
}
