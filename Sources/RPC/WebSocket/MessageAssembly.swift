import NIOCore
import NIOWebSocket

/// Puts the frames of a WebSocket's messages together, within the bound on requests (RFC 6455 §5.4).
struct MessageAssembly {
    /// What a client may not send, by the code with which the connection is then closed.
    struct Violation: Error, Equatable {
        let code: WebSocketErrorCode

        /// Frames in another order or form than the protocol has them.
        static let protocolBroken = Violation(code: .protocolError)
        /// A message is longer than a request may be.
        static let tooLong = Violation(code: .messageTooLarge)
    }

    /// Bytes of a message.
    private let bytesMaximum: Int
    private var bytes: [UInt8] = []
    /// Whether the first frame of a message has come and its last has not.
    private var isOpen = false

    init(bytesMaximum: Int) {
        self.bytesMaximum = bytesMaximum
    }

    /// Takes a frame that is no control frame.
    ///
    /// - Returns: The message when this was its last frame. Whether it came as text or as bytes makes no difference, as in
    ///   CometBFT.
    mutating func add(_ frame: WebSocketFrame) throws(Violation) -> [UInt8]? {
        switch frame.opcode {
        case .text, .binary: if isOpen { throw .protocolBroken }
        case .continuation: if !isOpen { throw .protocolBroken }
        default: throw .protocolBroken
        }
        let data = frame.unmaskedData
        if bytes.count + data.readableBytes > bytesMaximum { throw .tooLong }
        bytes.append(contentsOf: data.readableBytesView)
        isOpen = !frame.fin
        if isOpen { return nil }
        defer { bytes = [] }
        return bytes
    }
}
