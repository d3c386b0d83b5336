import Glibc
import NIOCore
import NIOPosix

/// Serves HTTP/1.1: CometBFT's RPC (`RPCDispatcher`) or another responder behind sockets.
///
/// Connections are served by a few event loops, which answer from memory only. What reads the chain runs on threads of
/// its own, what waits for others in tasks, so that neither a slow disk nor a slow application holds up `/status`.
package final class RPCServer: Sendable {
    /// Where clients reach it; with the port that the system chose, if it was to choose.
    package let address: ListenAddress

    private let settings: RPCServerSettings
    private let loops: MultiThreadedEventLoopGroup
    private let threads: NIOThreadPool
    private let registry: ConnectionRegistry
    private let listener: any Channel

    /// Begins to serve.
    ///
    /// - Throws: `RPCServerError` when nothing can listen at the address.
    package static func start(_ settings: RPCServerSettings, dispatcher responder: any HTTPResponder) async throws
        -> RPCServer
    {
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: max(1, settings.eventLoops))
        let threads = NIOThreadPool(numberOfThreads: max(1, settings.readers))
        threads.start()
        let registry = ConnectionRegistry()
        let pipeline = ConnectionPipeline(
            responder: responder, settings: settings, threads: threads, registry: registry)
        do {
            let listener = try await Listener(settings, loops, pipeline).listen()
            return RPCServer(settings, loops, threads, registry, listener)
        } catch {
            await RPCServer.end(loops, threads)
            throw error
        }
    }

    private init(
        _ settings: RPCServerSettings, _ loops: MultiThreadedEventLoopGroup, _ threads: NIOThreadPool,
        _ registry: ConnectionRegistry, _ listener: any Channel
    ) {
        self.settings = settings
        self.loops = loops
        self.threads = threads
        self.registry = registry
        self.listener = listener
        address =
            switch settings.address {
            case .tcp(let host, let port): .tcp(host: host, port: listener.localAddress?.port ?? port)
            case .unix: settings.address
            }
    }

    /// Stops serving: takes no more connections, lets requests that have arrived be answered for a moment, and closes
    /// what is left.
    package func stop() async {
        try? await listener.close()  // closed already if it fails
        let empty = registry.quiesce(on: listener.eventLoop)
        let cut = listener.eventLoop.scheduleTask(in: settings.stopTimeout) { [registry] in registry.closeAll() }
        try? await empty.get()  // it cannot fail
        cut.cancel()
        registry.stop()
        await RPCServer.end(loops, threads)
        // As Go does; a file that is left over would be taken over by the next start.
        if case .unix(let path) = settings.address { unlink(path) }
    }

    private static func end(_ loops: MultiThreadedEventLoopGroup, _ threads: NIOThreadPool) async {
        // What fails to end is gone with the process.
        try? await threads.shutdownGracefully()
        try? await loops.shutdownGracefully()
    }
}
