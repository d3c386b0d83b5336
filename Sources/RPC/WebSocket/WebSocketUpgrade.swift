import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Makes WebSockets of the connections whose first request asks for it.
struct WebSocketUpgrade: HTTPServerProtocolUpgrader {
    private let upgrader: NIOWebSocketServerUpgrader
    private let turns: Turns

    var supportedProtocol: String { upgrader.supportedProtocol }
    var requiredUpgradeHeaders: [String] { upgrader.requiredUpgradeHeaders }

    /// - Parameter connect: Puts the handler of messages into a channel that has become a WebSocket.
    init(_ limits: RPCLimits, _ turns: Turns, connect: @escaping @Sendable (any Channel) throws -> Void) {
        self.turns = turns
        // A frame holds no more than a message may.
        let bytes = max(1, min(limits.bodyBytesMaximum, Int(UInt32.max)))
        upgrader = NIOWebSocketServerUpgrader(maxFrameSize: bytes) { channel, request in
            channel.eventLoop.makeSucceededFuture(WebSocketUpgrade.isWanted(request) ? HTTPHeaders() : nil)
        } upgradePipelineHandler: { channel, _ in
            channel.eventLoop.makeCompletedFuture { try connect(channel) }
        }
    }

    /// The rest of RFC 6455 §4.2.1 has been looked at before. A request that is refused is answered as any other.
    private static func isWanted(_ request: HTTPRequestHead) -> Bool {
        guard request.method == .GET, case .success = HostRule.host(request),
            request.headers[canonicalForm: "connection"].contains(where: { $0.lowercased() == "upgrade" })
        else { return false }
        return RequestTarget(request.uri)?.path == "/websocket"
    }

    func buildUpgradeResponse(
        channel: any Channel, upgradeRequest: HTTPRequestHead, initialResponseHeaders: HTTPHeaders
    ) -> EventLoopFuture<HTTPHeaders> {
        upgrader.buildUpgradeResponse(
            channel: channel, upgradeRequest: upgradeRequest, initialResponseHeaders: initialResponseHeaders)
    }

    func upgrade(context: ChannelHandlerContext, upgradeRequest: HTTPRequestHead) -> EventLoopFuture<Void> {
        turns.take { upgrader.upgrade(context: context, upgradeRequest: upgradeRequest) }
    }
}
