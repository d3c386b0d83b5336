import Chain
import NIOCore
import Synchronization

/// Drives a relay with two sockets and a clock.
final class ProxiedConnection: Sendable {
    private struct State {
        var relay: Relay
        var channels: [Relay.Side: any Channel] = [:]
        var timer: Scheduled<Void>?
        var isOver = false
    }

    /// The most bytes handed to a socket at once.
    private static let writeSize = 1 << 16

    private let loop: any EventLoop
    private let state: Mutex<State>

    init(_ relay: Relay, _ loop: any EventLoop) {
        self.loop = loop
        state = Mutex(State(relay: relay))
    }

    func tally(from side: Relay.Side) -> Tally { state.withLock { $0.relay.tally(from: side) } }

    // MARK: What happens

    func opened(_ side: Relay.Side, _ channel: any Channel) {
        let isOver = state.withLock { state in
            state.channels[side] = channel
            return state.isOver
        }
        if isOver { return channel.close(promise: nil) }
        advance()
    }

    func received(_ bytes: UnsafeRawBufferPointer, from side: Relay.Side) {
        let result = state.withLock { state in
            Result { if !state.isOver { try state.relay.receive(bytes, from: side, at: ProxiedConnection.now()) } }
        }
        if case .failure(let error) = result { return end("\(error)") }
        advance()
    }

    func closed(_ side: Relay.Side) { end(nil) }

    /// Sends what can be sent now, and sees to it that this is done again when the next message is due.
    func advance() {
        while true {
            let result = state.withLock { state in Result { try ProxiedConnection.nextWrites(&state) } }
            switch result {
            case .failure(let error): return end("\(error)")
            case .success(let writes):
                if writes.isEmpty { return reschedule() }
                for (channel, bytes) in writes {
                    channel.writeAndFlush(channel.allocator.buffer(bytes: bytes), promise: nil)
                }
            }
        }
    }

    private static func nextWrites(_ state: inout State) throws -> [(any Channel, [UInt8])] {
        var writes: [(any Channel, [UInt8])] = []
        if state.isOver { return writes }
        for side in Relay.Side.allCases {
            guard let channel = state.channels[side], channel.isWritable else { continue }
            let bytes = try state.relay.nextBytes(for: side, room: writeSize, at: now())
            if !bytes.isEmpty { writes.append((channel, bytes)) }
        }
        return writes
    }

    private func reschedule() {
        let now = ProxiedConnection.now()
        state.withLock { state in
            state.timer?.cancel()
            state.timer = nil
            if state.isOver { return }
            for (side, channel) in state.channels {
                _ = channel.setOption(.autoRead, value: state.relay.mayRead(from: side))
            }
            guard let due = state.relay.nextDue(after: now) else { return }
            let wait = TimeAmount.nanoseconds(due.rawValue - now.monotonic.rawValue)
            state.timer = loop.scheduleTask(in: wait) { [self] in advance() }
        }
    }

    private func end(_ reason: String?) {
        let channels = state.withLock { state in
            if state.isOver { return [any Channel]() }
            state.isOver = true
            state.timer?.cancel()
            return Array(state.channels.values)
        }
        if let reason, !channels.isEmpty { print("a connection ends: \(reason)") }
        for channel in channels { channel.close(promise: nil) }
    }

    /// Nothing here asks for the time of day.
    private static func now() -> Instant {
        Instant(wall: .zero, monotonic: Nanoseconds(Int64(clamping: NIODeadline.now().uptimeNanoseconds)))
    }
}
