import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// Answers whoever asks by HTTP with the metrics of the moment (CometBFT `instrumentation.prometheus`).
///
/// One question a connection. Like CometBFT's it has no other path than this one, whatever the question names.
package final class MetricsServer: Sendable {
    /// How long a question, and then its answer, may take: CometBFT's `readHeaderTimeout` (node/node.go).
    fileprivate static let patience = TimeAmount.seconds(10)
    /// Connections that wait to be accepted; a scraper makes one at a time.
    private static let backlog: Int32 = 16

    /// Where it listens; with the port that the system chose, if it was to choose.
    package let port: Int
    private let loops: MultiThreadedEventLoopGroup
    private let listener: any Channel

    /// - Parameters:
    ///   - host: Empty for every address of the machine.
    ///   - connectionsMaximum: As many are served at the same time, and others closed; 0 for no bound.
    ///   - render: What there is to say now.
    package static func start(
        host: String, port: Int, connectionsMaximum: Int, render: @escaping @Sendable () async -> String
    ) async throws -> MetricsServer {
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let places = Places(maximum: connectionsMaximum)
        let bootstrap = ServerBootstrap(group: loops)
            .serverChannelOption(.backlog, value: backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler())
                }
            }
            .childChannelInitializer { channel in
                guard places.take() else { return channel.eventLoop.makeFailedFuture(ChannelError.connectPending) }
                channel.closeFuture.whenComplete { _ in places.giveBack() }
                return channel.pipeline.configureHTTPServerPipeline().flatMapThrowing {
                    try channel.pipeline.syncOperations.addHandler(MetricsHandler(render))
                }
            }
        do {
            let listener = try await MetricsServer.bind(bootstrap, host, port)
            return MetricsServer(loops, listener, port)
        } catch {
            try? await loops.shutdownGracefully()  // gone with the process if it fails
            throw error
        }
    }

    private static func bind(_ bootstrap: ServerBootstrap, _ host: String, _ port: Int) async throws -> any Channel {
        if !host.isEmpty { return try await bootstrap.bind(host: host, port: port).get() }
        do {
            return try await bootstrap.bind(host: "::", port: port).get()
        } catch let error as IOError where error.errnoCode == EAFNOSUPPORT || error.errnoCode == EADDRNOTAVAIL {
            return try await bootstrap.bind(host: "0.0.0.0", port: port).get()
        }
    }

    private init(_ loops: MultiThreadedEventLoopGroup, _ listener: any Channel, _ port: Int) {
        self.loops = loops
        self.listener = listener
        self.port = listener.localAddress?.port ?? port
    }

    /// Stops serving; an answer that is on its way is lost.
    package func stop() async {
        try? await listener.close()  // closed already if it fails
        try? await loops.shutdownGracefully()  // gone with the process if it fails
    }
}

/// How many connections there may be.
private final class Places: Sendable {
    private let maximum: Int
    private let taken = Mutex(0)

    init(maximum: Int) {
        self.maximum = maximum
    }

    func take() -> Bool {
        taken.withLock { taken in
            if maximum > 0 && taken >= maximum { return false }
            taken += 1
            return true
        }
    }

    func giveBack() { taken.withLock { $0 -= 1 } }
}

/// One question and its answer.
private final class MetricsHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let render: @Sendable () async -> String
    private var head: HTTPRequestHead?
    private var isAnswering = false

    init(_ render: @escaping @Sendable () async -> String) {
        self.render = render
    }

    func channelActive(context: ChannelHandlerContext) {
        let channel = context.channel
        context.eventLoop.scheduleTask(in: MetricsServer.patience) { channel.close(promise: nil) }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): self.head = self.head ?? head
        case .body: return  // it changes nothing
        case .end:
            guard let head, !isAnswering else { return }
            isAnswering = true
            answer(head, on: context.channel)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ head: HTTPRequestHead, on channel: any Channel) {
        guard head.method == .GET || head.method == .HEAD else {
            return MetricsHandler.send(.methodNotAllowed, "", hasBody: true, on: channel)
        }
        let render = render
        let hasBody = head.method == .GET
        Task {
            let text = await render()
            MetricsHandler.send(.ok, text, hasBody: hasBody, on: channel)
        }
    }

    private static func send(_ status: HTTPResponseStatus, _ text: String, hasBody: Bool, on channel: any Channel) {
        var headers = HTTPHeaders([("Content-Type", MetricsText.contentType), ("Connection", "close")])
        headers.add(name: "Content-Length", value: "\(text.utf8.count)")
        channel.write(
            HTTPServerResponsePart.head(HTTPResponseHead(version: .http1_1, status: status, headers: headers)),
            promise: nil)
        if hasBody { channel.write(HTTPServerResponsePart.body(.byteBuffer(ByteBuffer(string: text))), promise: nil) }
        channel.writeAndFlush(HTTPServerResponsePart.end(nil)).whenComplete { _ in channel.close(promise: nil) }
    }
}
