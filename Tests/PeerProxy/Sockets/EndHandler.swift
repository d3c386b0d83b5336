import NIOCore

/// Tells a connection of what happens on one of its sockets.
final class EndHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let side: Relay.Side
    private let connection: ProxiedConnection

    init(_ side: Relay.Side, _ connection: ProxiedConnection) {
        self.side = side
        self.connection = connection
    }

    func channelActive(context: ChannelHandlerContext) { connection.opened(side, context.channel) }

    func channelInactive(context: ChannelHandlerContext) { connection.closed(side) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        unwrapInboundIn(data).withUnsafeReadableBytes { connection.received($0, from: side) }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) { connection.advance() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }
}
