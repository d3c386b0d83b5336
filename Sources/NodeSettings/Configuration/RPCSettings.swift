package import Chain

/// What the node's own HTTP interface is: `[rpc]`.
package struct RPCSettings: Hashable, Sendable {
    package var listenAddress = "tcp://127.0.0.1:26657"
    package var corsAllowedOrigins: [String] = []
    package var corsAllowedMethods = ["HEAD", "GET", "POST"]
    package var corsAllowedHeaders = ["Origin", "Accept", "Content-Type", "X-Requested-With", "X-Server-Time"]
    package var grpcListenAddress = ""
    package var grpcConnectionsMaximum = 900
    package var allowsUnsafe = false
    package var connectionsMaximum = 900
    package var subscriptionClientsMaximum = 100
    package var subscriptionsPerClientMaximum = 5
    package var subscriptionBufferSize = 200
    package var webSocketWriteBufferSize = 200
    package var closesSlowClients = false
    package var broadcastCommitTimeout = Nanoseconds.seconds(10)
    package var batchRequestsMaximum = 10
    package var bodyBytesMaximum = 1_000_000
    package var headerBytesMaximum = 1 << 20
    package var tlsCertificateFile = ""
    package var tlsKeyFile = ""
    package var profilingListenAddress = ""

    package init() {}
}
