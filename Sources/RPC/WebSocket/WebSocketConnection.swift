import NIOCore
import NIOWebSocket

/// Serves one WebSocket: each message is a call, and the answers go back in the order of the calls (CometBFT
/// rpc/jsonrpc/server/ws_handler.go).
///
/// There is one call at a time, and nothing is read while its answer is made or waits to be sent. So a connection keeps
/// at most one thread or task busy, and holds the messages of one reading of the socket at most.
final class WebSocketConnection: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let dispatcher: RPCDispatcher
    private let runner: PlanRunner
    private let deadline: ConnectionDeadline
    private let pingPeriod: TimeAmount
    private var assembly: MessageAssembly
    /// Messages that have arrived and are not looked at yet.
    private var waiting = CircularBuffer<[UInt8]>()
    private var isAnswering = false
    /// Whether the server is stopping.
    private var isQuiescing = false
    /// Whether our side is closed; what still arrives is not looked at.
    private var isClosing = false
    /// Whether the channel wants to read and must wait.
    private var isReadHeld = false
    private var pings: RepeatedTask?

    init(
        dispatcher: RPCDispatcher, runner: PlanRunner, deadline: ConnectionDeadline, settings: RPCServerSettings
    ) {
        self.dispatcher = dispatcher
        self.runner = runner
        self.deadline = deadline
        pingPeriod = settings.pingPeriod
        assembly = MessageAssembly(bytesMaximum: dispatcher.limits.bodyBytesMaximum)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        deadline.waitForMessage()
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        pings = context.eventLoop.scheduleRepeatedTask(initialDelay: pingPeriod, delay: pingPeriod) { _ in
            let (handler, context) = bound.value
            handler.ping(context)
        }
    }

    private func ping(_ context: ChannelHandlerContext) {
        if isClosing || !context.channel.isWritable { return }
        send(.ping, context.channel.allocator.buffer(capacity: 0), context, promise: nil)
    }

    // MARK: Messages

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isClosing { return }
        let frame = unwrapInboundIn(data)
        // Clients mask what they send, and no extension that needs the other bits has been agreed on.
        if frame.maskKey == nil || frame.rsv1 || frame.rsv2 || frame.rsv3 { return end(.protocolError, context) }
        switch frame.opcode {
        case .ping: send(.pong, frame.unmaskedData, context, promise: nil)
        case .pong: break
        case .connectionClose:
            var data = frame.unmaskedData
            end(data.readWebSocketErrorCode() ?? .normalClosure, context)
        default:
            do {
                guard let message = try assembly.add(frame) else { return }
                waiting.append(message)
                answerNext(context)
            } catch {
                end(error.code, context)
            }
        }
    }

    /// Reading stops while there is something to answer, or answers that the client does not take.
    func read(context: ChannelHandlerContext) {
        if !isClosing && (isAnswering || !waiting.isEmpty || !context.channel.isWritable) {
            isReadHeld = true
        } else {
            context.read()
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        resumeReading(context)
        context.fireChannelWritabilityChanged()
    }

    private func resumeReading(_ context: ChannelHandlerContext) {
        if !isReadHeld || isAnswering || !waiting.isEmpty || !context.channel.isWritable { return }
        isReadHeld = false
        context.read()
    }

    // MARK: Answers

    private func answerNext(_ context: ChannelHandlerContext) {
        if isAnswering || isClosing { return }
        if isQuiescing { return end(.goingAway, context) }
        guard let message = waiting.popFirst() else {
            deadline.waitForMessage()
            return resumeReading(context)
        }
        isAnswering = true
        deadline.requestArrived()
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        runner.run(bytes: message.count, { [dispatcher] in dispatcher.plan(message: message) }) { answer in
            let (handler, context) = bound.value
            handler.answered(answer, context)
        }
    }

    /// - Parameter answer: Nil when the server is stopping.
    private func answered(_ answer: HTTPAnswer?, _ context: ChannelHandlerContext) {
        guard context.channel.isActive, !isClosing else { return }
        guard let answer else { return context.close(promise: nil) }
        let sent = context.eventLoop.makePromise(of: Void.self)
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        sent.futureResult.whenComplete { _ in
            // Not from within: messages sent in advance would pile up on the stack.
            bound.value.context.eventLoop.execute {
                let (handler, context) = bound.value
                handler.isAnswering = false
                handler.answerNext(context)
            }
        }
        // There is no answer to a notification.
        if answer.body.isEmpty { return sent.succeed() }
        deadline.answerBegins()
        send(.text, context.channel.allocator.buffer(bytes: answer.body), context, promise: sent)
    }

    private func send(
        _ opcode: WebSocketOpcode, _ data: ByteBuffer, _ context: ChannelHandlerContext,
        promise: EventLoopPromise<Void>?
    ) {
        context.writeAndFlush(
            wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: data)), promise: promise)
    }

    // MARK: Ends

    /// Closes our side with the reason; the client has a moment to close its own.
    private func end(_ code: WebSocketErrorCode, _ context: ChannelHandlerContext) {
        isClosing = true
        waiting.removeAll()
        stopWorking()
        var data = context.channel.allocator.buffer(capacity: 2)
        data.write(webSocketErrorCode: code)
        send(.connectionClose, data, context, promise: nil)
        context.close(mode: .output, promise: nil)
        deadline.linger()
        // What the client still sends is read, so that the system does not take our last words back.
        if isReadHeld { context.read() }
    }

    private func stopWorking() {
        pings?.cancel()
        pings = nil
        runner.cancel()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event is ChannelShouldQuiesceEvent {
            isQuiescing = true
            answerNext(context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    /// Bytes that are no frames: told so by the handler before this one, and closed.
    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if !(error is NIOWebSocketError) { context.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        stopWorking()
        context.fireChannelInactive()
    }
}
