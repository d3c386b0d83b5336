import Foundation

/// A connection to the node that is kept, with one request under way at most.
struct Connection {
    let descriptor: Int32
    private var scanner = AnswerScanner()
    private var request: [UInt8] = []
    private var sent = 0
    /// Whether an answer is waited for.
    private(set) var isBusy = false
    /// What the request under way is known by.
    private(set) var tag: Int64 = 0

    init(to port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        if descriptor < 0 { throw BenchmarkError("no socket: \(errno)") }
        var address = sockaddr_in.loopback(port)
        let code = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                connect(descriptor, pointer, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        if code != 0 {
            close(descriptor)
            throw BenchmarkError("no connection to port \(port): \(errno)")
        }
        var one: Int32 = 1
        setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    /// What is waited for on the connection.
    var events: Int16 { Int16(sent < request.count ? POLLIN | POLLOUT : POLLIN) }

    /// Whether the node has closed it.
    var isOver: Bool {
        var byte: UInt8 = 0
        let count = recv(descriptor, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
        return count == 0 || (count < 0 && errno != EAGAIN)
    }

    mutating func start(_ request: [UInt8], tag: Int64) throws {
        self.request = request
        self.tag = tag
        sent = 0
        isBusy = true
        try send()
    }

    /// Sends as much of the request as the system takes.
    mutating func send() throws {
        while sent < request.count {
            let count = request.withUnsafeBytes { bytes in
                Glibc.send(descriptor, bytes.baseAddress.map { $0 + sent }, bytes.count - sent, Int32(MSG_NOSIGNAL))
            }
            if count < 0 {
                if errno == EAGAIN { return }
                throw BenchmarkError("cannot send: \(errno)")
            }
            sent += count
        }
    }

    /// Takes in what has arrived, and hands over the answer if it is whole.
    mutating func receive(_ body: (Answer) throws -> Void) throws {
        let count = scanner.receive(from: descriptor)
        if count < 0 && errno == EAGAIN { return }
        if count <= 0 { throw BenchmarkError("the node has closed a connection: \(count < 0 ? errno : 0)") }
        if try scanner.take(body) != nil { isBusy = false }
    }
}

extension sockaddr_in {
    /// 127.0.0.1.
    static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }
}
