import NIOCore

/// How peers' sockets are set.
enum PeerSocket {
    /// `TCP_USER_TIMEOUT` of linux/tcp.h, which swift-nio does not name.
    static let userTimeoutOption = ChannelOptions.Types.SocketOption(
        level: .tcp, name: NIOBSDSocket.Option(rawValue: 18))

    /// Milliseconds that what was sent may stay without acknowledgement before the connection is given up.
    ///
    /// Deviation: CometBFT leaves that to TCP.
    ///
    /// Without it TCP tries for a quarter of an hour, at ever longer intervals: a site that was cut off for a minute would be
    /// sent nothing for the next one. Given up, it is called again every few seconds (`PersistentPeer`), and the fault budget
    /// knows that it is gone. Long enough for a peer that does not read for a while.
    static let userTimeout: ChannelOptions.Types.SocketOption.Value = 30_000
}
