import NIOCore
import NIOWebSocket

/// Closes a connection on which something went wrong that no other handler knew to help with: what is no HTTP has been
/// answered by then.
final class ErrorCloser: ChannelInboundHandler {
    typealias InboundIn = Any

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A handshake that is refused is a request like others, and answered.
        if !(error is NIOWebSocketUpgradeError) { context.close(promise: nil) }
    }
}
