import NIOCore

/// Accepts no more connections than are allowed at the same time: who comes later waits in the system's queue, as with
/// Go's `netutil.LimitListener`.
final class ConnectionLimiter: ChannelDuplexHandler {
    typealias InboundIn = any Channel
    typealias InboundOut = any Channel
    typealias OutboundIn = any Channel

    /// 0 for no bound.
    private let maximum: Int
    private let registry: ConnectionRegistry
    private var count = 0
    /// Whether a connection would have been accepted but for the bound.
    private var isReadPending = false

    init(maximum: Int, registry: ConnectionRegistry) {
        self.maximum = maximum
        self.registry = registry
    }

    func read(context: ChannelHandlerContext) {
        if maximum > 0 && count >= maximum {
            isReadPending = true
        } else {
            context.read()
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let connection = unwrapInboundIn(data)
        count += 1
        registry.add(connection)
        let bound = NIOLoopBound((handler: self, context: context), eventLoop: context.eventLoop)
        let eventLoop = context.eventLoop
        connection.closeFuture.whenComplete { [registry] _ in
            registry.execute(on: eventLoop) { bound.value.handler.connectionClosed(bound.value.context) }
        }
        context.fireChannelRead(data)
    }

    private func connectionClosed(_ context: ChannelHandlerContext) {
        count -= 1
        if !isReadPending { return }
        isReadPending = false
        context.read()
    }
}
