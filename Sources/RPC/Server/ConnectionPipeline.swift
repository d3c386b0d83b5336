import NIOCore
import NIOHTTP1
import NIOPosix

/// What bytes of a connection pass through on their way to its handler and back.
struct ConnectionPipeline: Sendable {
    let responder: any HTTPResponder
    let settings: RPCServerSettings
    let threads: NIOThreadPool
    let registry: ConnectionRegistry
    private let turns = Turns()

    init(
        responder: any HTTPResponder, settings: RPCServerSettings, threads: NIOThreadPool, registry: ConnectionRegistry
    ) {
        self.responder = responder
        self.settings = settings
        self.threads = threads
        self.registry = registry
    }

    /// Header fields of a request at most. Go bounds only their bytes.
    private static let headerFieldsMaximum = 1000

    /// Puts the handlers in their places. A connection's first request may make it a WebSocket, where there are such.
    func configure(_ channel: any Channel) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            try turns.take { try fill(channel) }
        }
    }

    private func fill(_ channel: any Channel) throws {
        let pipeline = channel.pipeline.syncOperations
        let deadline = ConnectionDeadline(settings)
        try pipeline.addHandler(deadline)
        let connection = RPCConnection(responder: responder, runner: runner(channel), deadline: deadline)
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderListSize = settings.headerBytesMaximum
        limits.maxHeaderFieldSize = settings.headerBytesMaximum
        limits.maxHeaderFieldCount = Self.headerFieldsMaximum
        try pipeline.configureHTTPServerPipeline(
            withServerUpgrade: upgrade(channel, deadline, connection),
            withEncoderConfiguration: HTTPResponseEncoder.Configuration(), withDecoderLimitConfiguration: limits)
        try pipeline.addHandler(connection)
        try pipeline.addHandler(ErrorCloser())
    }

    /// How a connection becomes a WebSocket; only the RPC has them.
    private func upgrade(
        _ channel: any Channel, _ deadline: ConnectionDeadline, _ connection: RPCConnection
    ) -> NIOHTTPServerUpgradeConfiguration? {
        guard let dispatcher = responder as? RPCDispatcher else { return nil }
        let bound = NIOLoopBound((deadline: deadline, connection: connection), eventLoop: channel.eventLoop)
        let upgrader = WebSocketUpgrade(dispatcher.limits, turns) { channel in
            // Behind what reads and writes frames, which stands at the end by now.
            try channel.pipeline.syncOperations.addHandler(
                WebSocketConnection(
                    dispatcher: dispatcher, runner: runner(channel), deadline: bound.value.deadline, settings: settings)
            )
        }
        return (
            upgraders: [upgrader],
            completionHandler: { context in
                context.pipeline.syncOperations.removeHandler(bound.value.connection, promise: nil)
            }
        )
    }

    private func runner(_ channel: any Channel) -> PlanRunner {
        PlanRunner(threads: threads, registry: registry, eventLoop: channel.eventLoop)
    }
}
