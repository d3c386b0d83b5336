import Foundation

/// A socket to a node, of somebody who keeps to no rule.
package final class HostileSocket {
    private let descriptor: Int32

    /// - Parameter address: Where it calls from: any of 127.0.0.0/8.
    package init(port: Int, from address: UInt32 = 0x7F00_0001) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        if descriptor < 0 { throw HostilePeerError("no socket: \(errno)") }
        var on: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        let own = HostileSocket.with(address, 0) { bind(descriptor, $0, $1) }
        let reached = HostileSocket.with(0x7F00_0001, UInt16(clamping: port)) { connect(descriptor, $0, $1) }
        if own != 0 || reached != 0 { throw HostilePeerError("cannot connect: \(errno)") }
    }

    deinit { close(descriptor) }

    private static func with(
        _ host: UInt32, _ port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = host.bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }

    /// - Returns: Whether all of it was taken before the node closed the connection, and in time.
    package func write(_ bytes: [UInt8], within seconds: Double = 20) -> Bool {
        let deadline = Date(timeIntervalSinceNow: seconds)
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
            }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno != EAGAIN || Date() >= deadline || !wait(for: POLLOUT, until: deadline) {
                return false
            }
        }
        return true
    }

    /// What the node has sent; empty when nothing has come in time, nil when the connection is closed.
    package func read(within seconds: Double) -> [UInt8]? {
        if !wait(for: POLLIN, until: Date(timeIntervalSinceNow: seconds)) { return [] }
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &chunk, chunk.count, Int32(MSG_DONTWAIT))
        return count > 0 ? Array(chunk[..<count]) : nil
    }

    private func wait(for event: Int32, until deadline: Date) -> Bool {
        var entry = pollfd(fd: descriptor, events: Int16(event), revents: 0)
        return poll(&entry, 1, Int32(max(0, deadline.timeIntervalSinceNow * 1_000))) > 0
    }
}
