import Glibc

/// One HTTP request on a connection of its own. It waits for the answer, so it is for commands, not for servers.
struct HTTPCall {
    /// The most bytes of an answer: twice the largest block.
    static let answerSizeMaximum = 256 << 20

    let address: NodeAddress
    /// Seconds to wait for each step.
    let timeout: Int

    /// Posts a body and returns that of the answer, whatever its status.
    func post(_ body: [UInt8]) throws(ClientError) -> [UInt8] {
        let socket = try Socket(address, timeout: timeout)
        // Version 1.0 asks for an answer that ends with the connection, never in chunks.
        let head = """
            POST / HTTP/1.0\r
            Host: \(address.hostHeader)\r
            Content-Type: application/json\r
            Content-Length: \(body.count)\r
            Connection: close\r
            \r

            """
        try socket.send(Array(head.utf8) + body)
        return try HTTPCall.body(of: try socket.receiveAll(atMost: HTTPCall.answerSizeMaximum), from: address)
    }

    /// Asks for a file.
    func get(_ target: String) throws(ClientError) -> [UInt8] {
        let socket = try Socket(address, timeout: timeout)
        let head = "GET \(target) HTTP/1.0\r\nHost: \(address.hostHeader)\r\nConnection: close\r\n\r\n"
        try socket.send(Array(head.utf8))
        let answer = try socket.receiveAll(atMost: HTTPCall.answerSizeMaximum)
        // `HTTP/1.1 200 OK`
        let status = String(decoding: answer.prefix { $0 != UInt8(ascii: "\r") }.prefix(100), as: UTF8.self)
        let body = try HTTPCall.body(of: answer, from: address)
        if status.split(separator: " ").dropFirst().first != "200" { throw .answer(address, status) }
        return body
    }

    /// What follows the head of an answer.
    static func body(of answer: [UInt8], from address: NodeAddress) throws(ClientError) -> [UInt8] {
        guard answer.starts(with: Array("HTTP/1.".utf8)) else { throw .answer(address, "it does not speak HTTP") }
        let ending = Array("\r\n\r\n".utf8)
        var index = 0
        while index + ending.count <= answer.count, !answer[index...].starts(with: ending) { index += 1 }
        if index + ending.count > answer.count { throw .answer(address, "the answer ends too early") }
        let body = Array(answer[(index + ending.count)...])
        let head = String(decoding: answer[..<index], as: UTF8.self)
        let length = head.split(separator: "\r\n").compactMap { line -> Int? in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "content-length" else { return nil }
            return Int(parts[1].filter { $0 != " " })
        }.first
        if let length, length != body.count { throw .answer(address, "the answer ends too early") }
        return body
    }
}

/// A connection, closed when it is dropped.
private struct Socket: ~Copyable {
    private let descriptor: Int32
    private let address: NodeAddress

    init(_ address: NodeAddress, timeout: Int) throws(ClientError) {
        self.address = address
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(address.host, String(address.port), &hints, &list)
        if status != 0 { throw .unreachable(address, String(cString: gai_strerror(status))) }
        defer { freeaddrinfo(list) }
        var reason = "no address"
        var next = list
        while let candidate = next?.pointee {
            next = candidate.ai_next
            let descriptor = socket(
                candidate.ai_family, candidate.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), candidate.ai_protocol)
            if descriptor < 0 { continue }
            var limit = timeval(tv_sec: timeout, tv_usec: 0)
            let size = socklen_t(MemoryLayout<timeval>.size)
            setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
            setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
            if connect(descriptor, candidate.ai_addr, candidate.ai_addrlen) == 0 {
                self.descriptor = descriptor
                return
            }
            reason = Socket.text(errno)
            close(descriptor)
        }
        throw .unreachable(address, reason)
    }

    deinit { close(descriptor) }

    func send(_ bytes: [UInt8]) throws(ClientError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw .unreachable(address, Socket.text(errno))
            }
            rest = rest.dropFirst(count)
        }
    }

    func receiveAll(atMost maximum: Int) throws(ClientError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            if count < 0 {
                if errno == EINTR { continue }
                throw .unreachable(address, Socket.text(errno))
            }
            if count == 0 { return bytes }
            if bytes.count + count > maximum { throw .answer(address, "the answer has more than \(maximum) bytes") }
            bytes += chunk[..<count]
        }
    }

    private static func text(_ code: Int32) -> String {
        code == EAGAIN || code == EINPROGRESS ? "it does not answer in time" : String(cString: strerror(code))
    }
}
