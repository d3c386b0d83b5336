import NIOCore
import NIOPosix
import Signer
import Synchronization

/// Takes the calls of one link, and makes one for each.
final class ProxiedLink: Sendable {
    let link: Link
    private let number: Int
    private let plan: LossPlan
    private let loop: any EventLoop
    /// All that there were.
    private let connections: Mutex<[ProxiedConnection]> = Mutex([])

    /// - Parameter number: Among the proxy's links; their fates differ by it.
    init(_ link: Link, number: Int, _ plan: LossPlan, on loop: any EventLoop) {
        self.link = link
        self.number = number
        self.plan = plan
        self.loop = loop
    }

    /// - Returns: The port on which it listens.
    func listen() throws -> Int {
        let listener = try ServerBootstrap(group: loop)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture {
                    let connection = begin()
                    try channel.pipeline.syncOperations.addHandler(EndHandler(.caller, connection))
                    call(for: connection, channel)
                }
            }
            .bind(host: "127.0.0.1", port: link.listeningPort).wait()
        return listener.localAddress?.port ?? link.listeningPort
    }

    private func begin() -> ProxiedConnection {
        connections.withLock { connections in
            let stream = [UInt64(number), UInt64(connections.count)]
            let keys = (link.caller.privateKey, link.answerer.privateKey)
            let connection = ProxiedConnection(Relay(keys: keys, plan, stream: stream), loop)
            connections.append(connection)
            return connection
        }
    }

    private func call(for connection: ProxiedConnection, _ caller: any Channel) {
        ClientBootstrap(group: loop)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(EndHandler(.answerer, connection))
                }
            }
            .connect(host: "127.0.0.1", port: link.answererPort)
            .whenFailure { _ in caller.close(promise: nil) }
    }

    /// What became of the messages from each side.
    func tallies() -> (connections: Int, caller: Tally, answerer: Tally) {
        let connections = connections.withLock { $0 }
        var caller = Tally(), answerer = Tally()
        for connection in connections {
            caller.add(connection.tally(from: .caller))
            answerer.add(connection.tally(from: .answerer))
        }
        return (connections.count, caller, answerer)
    }
}
