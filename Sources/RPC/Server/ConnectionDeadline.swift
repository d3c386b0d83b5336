import NIOCore

/// Closes a connection on which nothing comes or goes for too long: clients that open connections and say nothing, that
/// send a request a byte at a time, or that do not read their answers.
///
/// It stands before all other handlers, so that it sees bytes of which HTTP cannot be made yet. One timer serves all
/// requests of a connection: it looks at the deadline when it fires, and waits on if that has moved.
final class ConnectionDeadline: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let settings: RPCServerSettings
    private var context: ChannelHandlerContext?
    private var deadline: NIODeadline?
    private var timer: Scheduled<Void>?
    private var timerDeadline: NIODeadline = .distantFuture
    /// Whether the next byte begins a request.
    private var isIdle = true
    /// Whether every byte puts the deadline off: the connection is a WebSocket that waits for a message.
    private var isListening = false

    init(_ settings: RPCServerSettings) {
        self.settings = settings
    }

    // MARK: What happens on the connection

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { becomeIdle() }
    }

    func channelActive(context: ChannelHandlerContext) {
        becomeIdle()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if isIdle {
            isIdle = false
            set(settings.readTimeout)
        } else if isListening {
            set(settings.silenceTimeout)
        }
        context.fireChannelRead(data)
    }

    func channelInactive(context: ChannelHandlerContext) {
        end()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        end()
    }

    private func end() {
        timer?.cancel()
        timer = nil
        deadline = nil
        context = nil
    }

    // MARK: What the handler of requests tells

    /// A request has begun to arrive before the answer to the one before was gone.
    func requestBegins() {
        isIdle = false
        set(settings.readTimeout)
    }

    /// The request is there; how long its answer takes is not the client's fault.
    func requestArrived() {
        isListening = false
        deadline = nil
    }

    /// A WebSocket waits for a message, and for signs of life meanwhile.
    func waitForMessage() {
        isIdle = false
        isListening = true
        set(settings.silenceTimeout)
    }

    /// The answer is being sent.
    func answerBegins() {
        set(settings.writeTimeout)
    }

    /// The answer has been handed to the system; the next request may come.
    func becomeIdle() {
        isIdle = true
        set(settings.idleTimeout)
    }

    /// Our side is closed; the client may close its own.
    func linger() {
        isIdle = false
        isListening = false
        set(settings.lingerTimeout)
    }

    // MARK: The timer

    private func set(_ timeout: TimeAmount) {
        let deadline = NIODeadline.now() + timeout
        self.deadline = deadline
        if timer == nil || deadline < timerDeadline { schedule(deadline) }
    }

    private func schedule(_ deadline: NIODeadline) {
        guard let context else { return }
        timer?.cancel()
        timerDeadline = deadline
        let bound = NIOLoopBound(self, eventLoop: context.eventLoop)
        timer = context.eventLoop.scheduleTask(deadline: deadline) { bound.value.fire() }
    }

    private func fire() {
        timer = nil
        guard let deadline, let context else { return }
        if NIODeadline.now() < deadline { return schedule(deadline) }
        context.close(promise: nil)
    }
}
