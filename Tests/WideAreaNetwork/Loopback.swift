package import Glibc

/// Connections to 127.0.0.1.
package enum Loopback {
    /// - Parameters:
    ///   - namespace: Whose 127.0.0.1 it is; this thread's when it is nil.
    ///   - patience: How long sending and receiving may take.
    /// - Returns: A connected socket, which is the caller's to close.
    package static func connect(
        port: UInt16, in namespace: NetworkNamespace? = nil, patience: timeval
    ) throws -> Int32 {
        let connection = try namespace?.run(made) ?? made()
        if connection < 0 { throw SystemError("cannot make a socket") }
        var patience = patience
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        let code = withAddress(port) { Glibc.connect(connection, $0, $1) }
        if code == 0 { return connection }
        let error = SystemError("cannot connect to port \(port)")
        close(connection)
        throw error
    }

    /// Whether nobody listens on a port.
    package static func isFree(_ port: Int) -> Bool {
        let descriptor = made()
        if descriptor < 0 { return false }
        defer { close(descriptor) }
        return withAddress(UInt16(clamping: port)) { bind(descriptor, $0, $1) == 0 }
    }

    private static func made() -> Int32 {
        socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    }

    private static func withAddress<Result>(
        _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
