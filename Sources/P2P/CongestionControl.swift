package import Chain
package import Wire

/// How TCP is to send to peers.
///
/// Deviation: CometBFT leaves that to the system (docs/decisions/congestion-control.md).
package enum CongestionControl {
    /// The shortest time after which TCP takes a connection to be idle: `TCP_RTO_MIN` of net/tcp.h.
    private static let idleTime = Nanoseconds(200_000_000)

    /// What to ask the kernel for, by its name for it; nil for what the system uses anyway.
    ///
    /// CUBIC (RFC 9438) sends a block at once, where BBR spreads it over a round trip. But after a pause it begins anew with a
    /// few packets, and then BBR is faster, which remembers how much the way carries.
    ///
    /// - Parameters:
    ///   - pause: How long nothing need be sent between two blocks.
    ///   - restartsAfterIdle: Whether the system has TCP begin anew after a pause (`net.ipv4.tcp_slow_start_after_idle`).
    package static func preferred(pause: Nanoseconds, restartsAfterIdle: Bool) -> ByteString? {
        restartsAfterIdle && pause >= idleTime ? nil : "cubic"
    }
}
