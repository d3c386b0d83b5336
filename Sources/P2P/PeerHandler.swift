import Chain
import Cryptography
import NIOCore
import PeerMessages
import PeerProtocol

/// Drives one `PeerConnection`: bytes from the socket into it, its bytes to the socket, its deadlines on the event loop's
/// clock, what it reads to the engine. It reads no further than the engine and the peer's rate allow.
final class PeerHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// The most bytes handed to the socket at once.
    private static let writeSize = 1 << 16

    private let handle: PeerHandle
    private let network: PeerNetworkCore
    private let dialed: PeerLocation?
    private var connection: PeerConnection?
    private var peer: (id: NodeID, info: NodeInfo)?
    private var remoteIP = ""
    private var reason: String?
    /// Who answered in the place of the node that was called.
    private var answered: NodeID?
    private var hasSpoken = false
    private var isOver = false
    /// Whether the socket waits for leave to read.
    private var holdsRead = false
    private var timer: Scheduled<Void>?
    private var timerDeadline = Nanoseconds.zero

    init(_ handle: PeerHandle, _ network: PeerNetworkCore, dialed: PeerLocation?) {
        self.handle = handle
        self.network = network
        self.dialed = dialed
    }

    // MARK: The connection's life

    func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        begin(context)
        context.fireChannelActive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        if connection != nil { return }
        remoteIP = context.remoteAddress?.ipAddress ?? ""
        if dialed != nil {
            do {
                try network.reached(handle.id, context.remoteAddress)
            } catch {
                return close(context, "\(error)")
            }
        }
        connection = PeerConnection(
            network.node, network.settings.connections, ephemeral: X25519PrivateKey.generate(), dialed: dialed?.id,
            at: network.now())
        flush(context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        over()
        context.fireChannelInactive()
    }

    /// Also a connection that was never up has an end; that of a call is told by the one who made it.
    func handlerRemoved(context: ChannelHandlerContext) {
        if dialed == nil { over() }
    }

    private func over() {
        if isOver { return }
        isOver = true
        timer?.cancel()
        timer = nil
        handle.noteClosed()
        let reason = reason ?? "the peer closed the connection"
        network.closed(
            handle, peer?.id, dialed: dialed, origin: remoteIP, answered.map(DialFailure.wrongNode) ?? .other(reason))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        close(context, "\(error)")
    }

    private func close(_ context: ChannelHandlerContext, _ reason: String) {
        if self.reason == nil { self.reason = reason }
        context.close(promise: nil)
    }

    /// Sends what a connection that ends still has to say, and closes.
    private func end(_ context: ChannelHandlerContext, _ error: PeerConnectionError) {
        if case .handshake(.ourselves) = error { network.isOurselves(handle.id) }
        if case .handshake(.wrongNode(_, let id)) = error { answered = id }
        end(context, error.description)
    }

    /// Also who is not let in is told who we are, so that its operator can see why.
    private func end(_ context: ChannelHandlerContext, _ reason: String) {
        if let bytes = try? connection?.nextBytes(room: PeerHandler.writeSize, at: network.now()), !bytes.isEmpty {
            write(bytes, context)
        }
        close(context, reason)
    }

    // MARK: Receiving

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if reason != nil { return }
        if !hasSpoken {
            hasSpoken = true
            network.spoke(handle.id)
        }
        let buffer = unwrapInboundIn(data), now = network.now()
        do throws(PeerConnectionError) {
            guard let events = try receive(buffer, at: now) else { return }
            try handle(events, context, at: now)
        } catch {
            end(context, error)
        }
    }

    private func receive(
        _ buffer: ByteBuffer, at now: Instant
    ) throws(PeerConnectionError) -> [PeerConnection.Event]? {
        let result = buffer.withUnsafeReadableBytes { bytes in
            Result { () throws(PeerConnectionError) in
                try connection?.receive(bytes, at: now, expectsBlocks: handle.expectation == .owed)
            }
        }
        return try result.get()
    }

    private func handle(
        _ events: [PeerConnection.Event], _ context: ChannelHandlerContext, at now: Instant
    ) throws(PeerConnectionError) {
        var delivered: [NetworkEvent] = []
        // What came before something wrong counts.
        defer { if !delivered.isEmpty { network.deliver(delivered) } }
        for event in events {
            switch event {
            case .introduced(let id, let info):
                do throws(PeerRefusal) {
                    try network.introduced(handle, as: id, info)
                } catch {
                    return end(context, error.description)
                }
                peer = (id, info)
                try handle(connection?.admit(at: now) ?? [], context, at: now)
            case .message(let message):
                guard let id = peer?.id else { continue }
                let read: PeerMessage
                do throws(PeerConnectionError) {
                    read = try network.read(message, blocks: handle.expectation)
                } catch {
                    delivered.append(.invalid(id, channel: message.channel))
                    throw error
                }
                handle.noteReceived(read)
                _ = handle.noteDelivered(message.bytes.count)  // `read` below asks
                delivered.append(.message(read, from: id, size: message.bytes.count))
            }
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        flush(context)
        context.fireChannelReadComplete()
    }

    /// Lets the socket be read, or remembers that it wants to be.
    func read(context: ChannelHandlerContext) {
        let now = network.now()
        if handle.isPaused || connection?.readingPause(at: now) != nil {
            holdsRead = true
            schedule(context, at: now)
        } else {
            context.read()
        }
    }

    private func readOn(_ context: ChannelHandlerContext) {
        if !holdsRead || reason != nil { return }
        holdsRead = false
        read(context: context)
    }

    // MARK: Sending

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        flush(context)
        context.fireChannelWritabilityChanged()
    }

    private func flush(_ context: ChannelHandlerContext) {
        if reason != nil { return }
        let now = network.now()
        do throws(PeerConnectionError) {
            try connection?.checkTime(at: now)
            while context.channel.isWritable,
                let bytes = try connection?.nextBytes(room: PeerHandler.writeSize, at: now), !bytes.isEmpty
            {
                write(bytes, context)
            }
        } catch {
            return end(context, error)
        }
        reportSent()
        schedule(context, at: now)
    }

    private func write(_ bytes: [UInt8], _ context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(context.channel.allocator.buffer(bytes: bytes)), promise: nil)
    }

    private func reportSent() {
        guard let peer, let sent = connection?.takeSent(), !sent.isEmpty else { return }
        network.deliver(sent.map { .sent(to: peer.id, channel: $0.channel, count: $0.count) })
    }

    // MARK: What comes from outside the event loop

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard let signal = event as? PeerHandle.Signal else { return context.fireUserInboundEventTriggered(event) }
        switch signal {
        case .outbox: sendOutbox(context)
        case .caughtUp: readOn(context)
        case .close(let reason): close(context, reason)
        case .status(let promise): promise.succeed(information())
        }
    }

    private func sendOutbox(_ context: ChannelHandlerContext) {
        var dropped: [ChannelID: Int] = [:]
        for message in handle.takeOutbox() {
            let isTaken = connection?.enqueue(message.bytes, on: message.channel) ?? false
            if !isTaken { dropped[message.channel, default: 0] += 1 }
        }
        // What nobody will send is no longer waiting to be sent.
        if let peer, !dropped.isEmpty {
            network.deliver(dropped.map { .sent(to: peer.id, channel: $0.key, count: $0.value) })
        }
        flush(context)
    }

    private func information() -> PeerInformation? {
        guard let peer, let status = connection?.status(at: network.now()) else { return nil }
        return PeerInformation(
            info: peer.info, isOutbound: handle.isOutbound, status: status, remoteIP: remoteIP)
    }

    // MARK: Time

    private func schedule(_ context: ChannelHandlerContext, at now: Instant) {
        if reason != nil { return }
        var deadline = connection?.nextDeadline
        if holdsRead, let pause = connection?.readingPause(at: now) { deadline = min(deadline ?? pause, pause) }
        guard let deadline else { return }
        if timer != nil && timerDeadline <= deadline { return }
        timer?.cancel()
        timerDeadline = deadline
        let wait = max(0, deadline.rawValue - now.monotonic.rawValue)
        let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(in: .nanoseconds(wait)) {
            let (handler, context) = bound.value
            handler.fire(context)
        }
    }

    private func fire(_ context: ChannelHandlerContext) {
        timer = nil
        readOn(context)
        flush(context)
    }
}
