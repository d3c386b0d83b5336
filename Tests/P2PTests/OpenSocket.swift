import Glibc

/// A TCP socket of this process, as the kernel sees it.
struct OpenSocket {
    private let descriptor: Int32

    /// Both ends, if both are here, of the connections to a port of 127.0.0.1 on which this process listens.
    static func connections(port: Int) -> [OpenSocket] {
        (0..<Int32(1024)).filter { descriptor in
            // The listening socket has no other end.
            guard let remote = OpenSocket.port(descriptor, getpeername) else { return false }
            return remote == port || OpenSocket.port(descriptor, getsockname) == port
        }.map(OpenSocket.init(descriptor:))
    }

    private static func port(
        _ descriptor: Int32, _ ask: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
    ) -> Int? {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { ask(descriptor, $0, &size) }
        }
        return result == 0 && address.sin_family == AF_INET ? Int(UInt16(bigEndian: address.sin_port)) : nil
    }

    /// `TCP_CONGESTION` of linux/tcp.h.
    var congestionControl: String {
        var name = [UInt8](repeating: 0, count: 16)
        var size = socklen_t(name.count)
        if getsockopt(descriptor, Int32(IPPROTO_TCP), 13, &name, &size) != 0 { return "" }
        return String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
    }

    /// A number under IPPROTO_TCP; nil when there is none.
    func number(_ option: Int32) -> Int32? {
        var value: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, Int32(IPPROTO_TCP), option, &value, &size) == 0 ? value : nil
    }

    /// What a socket that nobody has set anything on gets when it is to send by this.
    static func congestionControl(afterAsking name: String?) -> String {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        if let name { setsockopt(descriptor, Int32(IPPROTO_TCP), 13, name, socklen_t(name.utf8.count)) }
        return OpenSocket(descriptor: descriptor).congestionControl
    }
}
