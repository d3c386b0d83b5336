import Glibc

/// The end of a network device in this process: what a site sends is read from it, what is written arrives there.
struct Tunnel {
    /// Of Ethernet, as on the way between datacenters.
    static let packetBytesMaximum = 1500
    /// Packets that may wait to be read: with the kernel's 500 a window of 40 ms at 300 Mbit/s loses some.
    private static let packetsWaitingMaximum: Int32 = 20_000
    private static let device = "wan0"
    /// `TUNSETIFF` of linux/if_tun.h, a macro that Swift does not see: `_IOW('T', 202, int)`.
    private static let setInterface: UInt = 0x4004_54CA
    /// `SIOCSIFTXQLEN` of linux/sockios.h.
    private static let setQueueLength: UInt = 0x8943

    let descriptor: Int32

    /// Makes the device in the namespace that this thread is in, and brings it and the loopback device up.
    ///
    /// - Parameter address: The site's, first byte first; its network is the 256 around it.
    init(address: UInt32) throws {
        descriptor = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC)
        if descriptor < 0 { throw SystemError("cannot open /dev/net/tun (the kernel needs CONFIG_TUN)") }
        var request = InterfaceRequest(Tunnel.device)
        request.set(Int16(0x0001 | 0x1000))  // IFF_TUN | IFF_NO_PI
        try request.perform(Tunnel.setInterface, on: descriptor, "cannot make the device")

        let control = socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        if control < 0 { throw SystemError("cannot make a socket") }
        defer { close(control) }
        func change(_ operation: Int32, _ what: String, _ fill: (inout InterfaceRequest) -> Void) throws {
            var request = InterfaceRequest(Tunnel.device)
            fill(&request)
            try request.perform(UInt(operation), on: control, "cannot set the device's \(what)")
        }
        try change(SIOCSIFADDR, "address") { $0.set(address: address) }
        try change(SIOCSIFNETMASK, "network") { $0.set(address: 0xFFFF_FF00) }
        try change(SIOCSIFMTU, "packet size") { $0.set(Int32(Tunnel.packetBytesMaximum)) }
        try change(Int32(Tunnel.setQueueLength), "queue") { $0.set(Tunnel.packetsWaitingMaximum) }
        let isUp = Int16(IFF_UP) | Int16(IFF_RUNNING)
        try change(SIOCSIFFLAGS, "state") { $0.set(isUp) }
        var loopback = InterfaceRequest("lo")
        loopback.set(isUp)
        try loopback.perform(UInt(SIOCSIFFLAGS), on: control, "cannot bring up lo")
    }

    /// The next packet that waits; nil when none does.
    func read() throws -> [UInt8]? {
        var count = 0
        let packet = [UInt8](unsafeUninitializedCapacity: Tunnel.packetBytesMaximum) { buffer, initialized in
            count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
            initialized = max(0, count)
        }
        if count > 0 { return packet }
        if errno == EAGAIN || errno == EINTR { return nil }
        throw SystemError("cannot read packets")
    }

    /// A packet that the device does not take is lost, as on any network.
    func write(_ packet: [UInt8]) {
        packet.withUnsafeBytes { _ = Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }
}

/// `struct ifreq`: a device's name, and one value of several kinds.
private struct InterfaceRequest {
    private static let valueOffset = 16
    private var bytes = [UInt8](repeating: 0, count: 40)

    init(_ device: String) {
        bytes.replaceSubrange(0..<device.utf8.count, with: Array(device.utf8))
    }

    mutating func set<Value: FixedWidthInteger>(_ value: Value) {
        withUnsafeBytes(of: value) { source in
            bytes.replaceSubrange(
                InterfaceRequest.valueOffset..<(InterfaceRequest.valueOffset + source.count), with: source)
        }
    }

    /// As a `sockaddr_in`.
    mutating func set(address: UInt32) {
        set(UInt16(AF_INET))
        withUnsafeBytes(of: address.bigEndian) { source in
            let start = InterfaceRequest.valueOffset + 4
            bytes.replaceSubrange(start..<(start + source.count), with: source)
        }
    }

    mutating func perform(_ operation: UInt, on descriptor: Int32, _ what: String) throws {
        let code = bytes.withUnsafeMutableBytes { buffer in
            buffer.baseAddress.map { ioctl(descriptor, operation, $0) } ?? -1
        }
        if code != 0 { throw SystemError(what) }
    }
}
