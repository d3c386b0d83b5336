package import NIOCore

/// Where the server listens and what it allows its clients.
package struct RPCServerSettings: Sendable {
    package var address: ListenAddress
    /// Connections at the same time; others wait in the system's queue (CometBFT `max_open_connections`). 0 for no bound.
    package var connectionsMaximum = 900
    /// Bytes of a request's header fields together, and of a single one (CometBFT `max_header_bytes`).
    package var headerBytesMaximum = 1 << 20
    /// How long a request may take to arrive, from its first byte to its last (CometBFT rpc/jsonrpc/server
    /// `ReadTimeout`).
    package var readTimeout: TimeAmount = .seconds(10)
    /// How long a connection may stay without a request; Go takes the read timeout for it.
    package var idleTimeout: TimeAmount = .seconds(10)
    /// How long a client may take to read an answer (CometBFT `WriteTimeout`, which is one second more than
    /// `timeout_broadcast_tx_commit`, and counts the making of the answer too).
    package var writeTimeout: TimeAmount = .seconds(11)
    /// How long a WebSocket may stay without a byte from the client (CometBFT rpc/jsonrpc/server
    /// `defaultWSReadWait`).
    package var silenceTimeout: TimeAmount = .seconds(30)
    /// How often the client of a WebSocket is asked for a sign of life (CometBFT rpc/jsonrpc/server
    /// `defaultWSPingPeriod`).
    package var pingPeriod: TimeAmount = .seconds(27)
    /// How long a client that was refused may go on sending before the connection is cut (Go net/http
    /// `rstAvoidanceDelay`).
    package var lingerTimeout: TimeAmount = .milliseconds(500)
    /// How long connections may take to end when the server stops.
    package var stopTimeout: TimeAmount = .seconds(2)
    /// Threads that serve connections: a request costs about as much in the system as in the process, so that more
    /// than a few would only take the processors from consensus.
    package var eventLoops = 2
    /// Threads that read the chain.
    package var readers = 2

    package init(address: ListenAddress) {
        self.address = address
    }
}
