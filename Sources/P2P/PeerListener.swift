import Glibc
import NIOCore
import NIOPosix
import PeerProtocol

/// Makes the socket on which peers call.
struct PeerListener {
    /// Connections that wait to be accepted.
    private static let backlog: Int32 = 128

    private let network: PeerNetworkCore
    private let loops: MultiThreadedEventLoopGroup

    init(_ network: PeerNetworkCore, _ loops: MultiThreadedEventLoopGroup) {
        self.network = network
        self.loops = loops
    }

    func listen() async throws(PeerNetworkError) -> any Channel {
        let address = network.settings.listenAddress
        do {
            if !address.host.isEmpty { return try await bootstrap.bind(host: address.host, port: address.port).get() }
            do {
                return try await bootstrap.bind(host: "::", port: address.port).get()
            } catch let error as IOError where error.errnoCode == EAFNOSUPPORT || error.errnoCode == EADDRNOTAVAIL {
                return try await bootstrap.bind(host: "0.0.0.0", port: address.port).get()
            }
        } catch let error as IOError where error.errnoCode == EADDRINUSE {
            throw .inUse(address)
        } catch let error as IOError {
            throw .system(address, String(cString: strerror(error.errnoCode)))
        } catch {
            throw .system(address, "\(error)")
        }
    }

    private var bootstrap: ServerBootstrap {
        ServerBootstrap(group: loops)
            .serverChannelOption(.backlog, value: PeerListener.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    // Out of descriptors: wait a second instead of trying for ever.
                    try channel.pipeline.syncOperations.addHandler(AcceptBackoffHandler())
                }
            }
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.socketOption(.so_keepalive), value: 1)
            .childChannelOption(PeerSocket.userTimeoutOption, value: PeerSocket.userTimeout)
            .childChannelInitializer { [network] channel in
                channel.eventLoop.makeCompletedFuture {
                    PeerSocket.setCongestionControl(network.settings.congestionControl, of: channel)
                    let handle = try PeerListener.accept(channel, network)
                    try channel.pipeline.syncOperations.addHandler(PeerHandler(handle, network, dialed: nil))
                }
            }
    }

    private static func accept(
        _ channel: any Channel, _ network: PeerNetworkCore
    ) throws(PeerRefusal) -> PeerHandle {
        do {
            return try network.accepted(channel)
        } catch {
            network.noteRefused(channel.remoteAddress?.ipAddress ?? "", error.description)
            throw error
        }
    }
}
