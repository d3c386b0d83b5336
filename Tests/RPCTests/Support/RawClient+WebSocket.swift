/// A frame of a WebSocket as the client sees it.
struct ReceivedFrame: Equatable {
    let opcode: UInt8
    let data: [UInt8]

    var text: String { String(decoding: data, as: UTF8.self) }
    /// The code of a frame that closes.
    var code: Int? { opcode == 8 && data.count >= 2 ? Int(data[0]) << 8 | Int(data[1]) : nil }
}

/// The header fields of RFC 6455's own example.
let webSocketHeaders = [
    "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version: 13",
]

extension RawClient {
    /// Makes the connection a WebSocket.
    func becomeWebSocket() throws {
        try send(get("/websocket", headers: webSocketHeaders.map { $0 + "\r\n" }.joined()))
        let response = try response()
        if response.status != 101 { throw StubError("\(response.status) instead of a WebSocket") }
    }

    /// Sends one frame, with its length in the shortest form (RFC 6455 §5.2).
    func send(frame opcode: UInt8, _ data: [UInt8] = [], isLast: Bool = true, mask: [UInt8]? = [1, 2, 3, 4]) throws {
        var bytes = [(isLast ? 0x80 : 0) | opcode]
        let masked: UInt8 = mask == nil ? 0 : 0x80
        switch data.count {
        case ..<126: bytes.append(masked | UInt8(data.count))
        case ..<65536: bytes += [masked | 126, UInt8(data.count >> 8), UInt8(data.count & 255)]
        default: bytes += [masked | 127] + (0..<8).map { UInt8(truncatingIfNeeded: data.count >> (56 - 8 * $0)) }
        }
        if let mask {
            bytes += mask + data.enumerated().map { $1 ^ mask[$0 % 4] }
        } else {
            bytes += data
        }
        try send(bytes)
    }

    /// The next frame.
    func frame() throws -> ReceivedFrame {
        let head = try bytes(2)
        var count = Int(head[1] & 0x7F)
        if count >= 126 { count = try bytes(count == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) } }
        return ReceivedFrame(opcode: head[0] & 0x0F, data: try bytes(count))
    }

    /// The next frame that is not a ping: an answer that is late has some before it.
    func answer() throws -> ReceivedFrame {
        while true {
            let frame = try frame()
            if frame.opcode != 9 { return frame }
        }
    }

    func send(message: String) throws {
        try send(frame: 1, Array(message.utf8))
    }

    /// Sends a message and takes the next one.
    func ask(_ message: String) throws -> String {
        try send(message: message)
        return try answer().text
    }
}
