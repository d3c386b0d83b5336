import NIOCore
import Wire

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

    /// `TCP_CONGESTION` of linux/tcp.h, which swift-nio does not name; its value is text.
    private static let congestionOption = NIOBSDSocket.Option(rawValue: 13)
    /// `TCP_CA_NAME_MAX` of net/tcp.h: the bytes of such a name, with the zero behind it.
    private static let congestionNameSize = 16

    /// Has a socket send by this congestion control; where the kernel lacks or forbids it, by the one it had.
    ///
    /// On the event loop of `channel`.
    ///
    /// - Parameter name: nil to leave it as it is.
    static func setCongestionControl(_ name: ByteString?, of channel: any Channel) {
        guard let name, name.bytes.count < congestionNameSize,
            let socket = channel as? any SocketOptionProvider
        else { return }
        var value = SIMD16<UInt8>()
        for (place, byte) in name.bytes.enumerated() { value[place] = byte }
        _ = socket.unsafeSetSocketOption(level: .tcp, name: congestionOption, value: value)
    }
}
