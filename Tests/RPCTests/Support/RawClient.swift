import Glibc
import RPC

/// A client that sends bytes and reads what comes, on a plain socket. It blocks: `Clients` gives it a thread.
final class RawClient {
    /// How long a read waits before the test gives up. Tests that wait for processes share the few threads on which the
    /// server answers, and on a busy machine they hold them for a minute and more.
    private static let timeoutSeconds = 600

    private let descriptor: Int32
    private var received: [UInt8] = []

    init(_ address: ListenAddress) throws {
        switch address {
        case .tcp(_, let port): descriptor = try RawClient.connect(port)
        case .unix(let path): descriptor = try RawClient.connect(path)
        }
        var timeout = timeval(tv_sec: RawClient.timeoutSeconds, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit {
        Glibc.close(descriptor)
    }

    private static func connect(_ port: Int) throws -> Int32 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        try connect(descriptor, &address)
        return descriptor
    }

    private static func connect(_ path: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
        try connect(descriptor, &address)
        return descriptor
    }

    private static func connect<Address>(_ descriptor: Int32, _ address: inout Address) throws {
        let size = socklen_t(MemoryLayout<Address>.size)
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { Glibc.connect(descriptor, $0, size) }
        }
        if result != 0 { throw StubError("connect: \(String(cString: strerror(errno)))") }
    }

    // MARK: Sending

    func send(_ text: String) throws {
        try send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { throw StubError("send: \(String(cString: strerror(errno)))") }
            sent += count
        }
    }

    /// Closes the client's side at once, with what was sent but not read thrown away.
    func reset() {
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
        shutdown(descriptor, Int32(SHUT_RDWR))
    }

    // MARK: Reading

    struct Response {
        let status: Int
        let headers: [(name: String, value: String)]
        let body: String

        subscript(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    /// The next response; with its body, unless it answers a HEAD.
    func response(hasBody: Bool = true) throws -> Response {
        let head = try text(until: "\r\n\r\n")
        let lines = head.split(separator: "\r\n")
        guard let first = lines.first, let status = Int(first.split(separator: " ")[1]) else {
            throw StubError("no status line: \(head)")
        }
        let headers = lines.dropFirst().map { line in
            let colon = line.firstIndex(of: ":") ?? line.endIndex
            return (name: String(line[..<colon]), value: line[colon...].dropFirst().drop { $0 == " " }.description)
        }
        let length = headers.first { $0.name.lowercased() == "content-length" }.flatMap { Int($0.value) } ?? 0
        while hasBody && received.count < length { try read() }
        let body = hasBody ? String(decoding: received.prefix(length), as: UTF8.self) : ""
        if hasBody { received.removeFirst(length) }
        return Response(status: status, headers: headers, body: body)
    }

    private func text(until end: String) throws -> String {
        while true {
            if let range = received.firstRange(of: end.utf8) {
                let text = String(decoding: received[..<range.lowerBound], as: UTF8.self)
                received.removeSubrange(..<range.upperBound)
                return text
            }
            try read()
        }
    }

    /// The next bytes.
    func bytes(_ count: Int) throws -> [UInt8] {
        while received.count < count { try read() }
        defer { received.removeFirst(count) }
        return Array(received.prefix(count))
    }

    /// All that still comes until the server closes the connection.
    func rest() throws -> String {
        while try receive() > 0 {}
        defer { received = [] }
        return String(decoding: received, as: UTF8.self)
    }

    private func read() throws {
        if try receive() == 0 { throw StubError("the server has closed the connection") }
    }

    private func receive() throws -> Int {
        var chunk = [UInt8](repeating: 0, count: 65536)
        let count = chunk.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
        if count < 0 && errno == ECONNRESET { return 0 }
        if count < 0 { throw StubError("recv: \(String(cString: strerror(errno)))") }
        received += chunk.prefix(count)
        return count
    }
}
