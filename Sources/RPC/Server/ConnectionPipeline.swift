import NIOCore
import NIOHTTP1
import NIOPosix
import Synchronization

/// What bytes of a connection pass through on their way to its handler and back.
struct ConnectionPipeline: Sendable {
    let dispatcher: RPCDispatcher
    let settings: RPCServerSettings
    let threads: NIOThreadPool
    let registry: ConnectionRegistry
    private let turns = Turns()

    init(
        dispatcher: RPCDispatcher, settings: RPCServerSettings, threads: NIOThreadPool, registry: ConnectionRegistry
    ) {
        self.dispatcher = dispatcher
        self.settings = settings
        self.threads = threads
        self.registry = registry
    }

    /// Header fields of a request at most. Go bounds only their bytes.
    private static let headerFieldsMaximum = 1000

    /// Puts the handlers in their places.
    ///
    /// Requests for another protocol on the same port (`/websocket`) are recognised by upgraders. Until the first
    /// request has shown that it wants none of them, there is no handler for HTTP.
    func configure(
        _ channel: any Channel, upgraders: [any NIOTypedHTTPServerProtocolUpgrader<Void>] = []
    ) -> EventLoopFuture<Void> {
        channel.eventLoop.makeCompletedFuture {
            try turns.take { try fill(channel, upgraders) }
        }
    }

    private func fill(
        _ channel: any Channel, _ upgraders: [any NIOTypedHTTPServerProtocolUpgrader<Void>]
    ) throws {
        let pipeline = channel.pipeline.syncOperations
        let deadline = ConnectionDeadline(settings)
        try pipeline.addHandler(deadline)
        let bound = NIOLoopBound(deadline, eventLoop: channel.eventLoop)
        let upgrade = NIOTypedHTTPServerUpgradeConfiguration<Void>(upgraders: upgraders) { channel in
            channel.eventLoop.makeCompletedFuture { try addConnection(channel, bound.value) }
        }
        var configuration = NIOUpgradableHTTPServerPipelineConfiguration(upgradeConfiguration: upgrade)
        configuration.decoderConfiguration.maxHeaderListSize = settings.headerBytesMaximum
        configuration.decoderConfiguration.maxHeaderFieldSize = settings.headerBytesMaximum
        configuration.decoderConfiguration.maxHeaderFieldCount = Self.headerFieldsMaximum
        // Nothing waits for the upgrade, or for there being none.
        _ = try pipeline.configureUpgradableHTTPServerPipeline(configuration: configuration)
        try pipeline.addHandler(ErrorCloser())
    }

    private func addConnection(_ channel: any Channel, _ deadline: ConnectionDeadline) throws {
        let connection = RPCConnection(
            dispatcher: dispatcher, threads: threads, registry: registry, deadline: deadline)
        let closer = try channel.pipeline.syncOperations.handler(type: ErrorCloser.self)
        try channel.pipeline.syncOperations.addHandler(connection, position: .before(closer))
    }
}

/// Lets one thread after the other do something.
///
/// The handlers' generic types are made when they are first used. Two event loops that did so at the same moment, for the
/// first two connections of a process, have crashed Swift 6.3's runtime (in `swift_conformsToProtocol`, below
/// `configureUpgradableHTTPServerPipeline`).
private final class Turns: Sendable {
    private let turn = Mutex(())

    func take(_ body: () throws -> Void) throws {
        try turn.withLock { _ in try body() }
    }
}
