import Glibc
import NIOCore
import NIOPosix

/// Makes the socket on which a server listens.
struct Listener {
    private let settings: RPCServerSettings
    private let loops: MultiThreadedEventLoopGroup
    private let pipeline: ConnectionPipeline

    /// Connections that wait to be accepted: what Linux allows at most by default (`net.core.somaxconn`), as Go asks for.
    private static let backlog: Int32 = 4096

    init(_ settings: RPCServerSettings, _ loops: MultiThreadedEventLoopGroup, _ pipeline: ConnectionPipeline) {
        self.settings = settings
        self.loops = loops
        self.pipeline = pipeline
    }

    func listen() async throws -> any Channel {
        do {
            switch settings.address {
            case .tcp("", let port): return try await listenEverywhere(port)
            // Of the two addresses that the name has, Go takes this one.
            case .tcp("localhost", let port): return try await bootstrap.bind(host: "127.0.0.1", port: port).get()
            case .tcp(let host, let port): return try await bootstrap.bind(host: host, port: port).get()
            case .unix(let path): return try await listen(onPath: path)
            }
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw RPCServerError.inUse(settings.address)
        } catch let error as IOError {
            throw RPCServerError.system(settings.address, String(cString: strerror(error.errnoCode)))
        } catch {
            throw RPCServerError.system(settings.address, "\(error)")
        }
    }

    /// On every address of the machine: both protocols where there are two.
    private func listenEverywhere(_ port: Int) async throws -> any Channel {
        do {
            return try await bootstrap.bind(host: "::", port: port).get()
        } catch let error as IOError where error.errnoCode == EAFNOSUPPORT || error.errnoCode == EADDRNOTAVAIL {
            return try await bootstrap.bind(host: "0.0.0.0", port: port).get()
        }
    }

    /// A socket file that nobody listens on any more is left over from a process that was killed.
    private func listen(onPath path: String) async throws -> any Channel {
        do {
            return try await bootstrap.bind(unixDomainSocketPath: path).get()
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            if let other = try? await ClientBootstrap(group: loops).connect(unixDomainSocketPath: path).get() {
                try? await other.close()  // it has shown what it was made to show
                throw error
            }
            return try await bootstrap.bind(unixDomainSocketPath: path, cleanupExistingSocketFile: true).get()
        }
    }

    private var bootstrap: ServerBootstrap {
        ServerBootstrap(group: loops)
            .serverChannelOption(.backlog, value: Listener.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            // One at a time, so that the bound on connections is exact.
            .serverChannelOption(.maxMessagesPerRead, value: 1)
            .serverChannelInitializer { [settings, pipeline] channel in
                channel.eventLoop.makeCompletedFuture {
                    // Out of descriptors: wait a second instead of trying for ever.
                    try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler())
                    try channel.pipeline.syncOperations.addHandler(
                        ConnectionLimiter(maximum: settings.connectionsMaximum, registry: pipeline.registry))
                }
            }
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { [pipeline] channel in pipeline.configure(channel) }
    }
}
