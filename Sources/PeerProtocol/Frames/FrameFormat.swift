import Cryptography

/// The frames of a SecretConnection (CometBFT p2p/conn/secret_connection.go): a length, up to 1024 bytes, and padding,
/// sealed as a whole and always of the same size.
package enum FrameFormat {
    /// Bytes of the length, low byte first.
    static let lengthSize = 4
    /// The most bytes that a frame carries.
    package static let dataBytesMaximum = 1024
    /// Bytes of a frame before it is sealed.
    static let plainSize = lengthSize + dataBytesMaximum
    /// Bytes of a frame on the wire.
    package static let sealedSize = plainSize + ChaCha20Poly1305.tagSize
}

/// Why frames end a connection.
package enum FrameError: Error, Equatable, CustomStringConvertible {
    /// Not sealed by the peer's key as the next frame: changed, lost, repeated, or somebody else's.
    case notAuthentic
    /// The frame says that it carries more than a frame can.
    case length(UInt32)
    /// After 2^64 frames a nonce would come again.
    case nonceOverflow

    package var description: String {
        switch self {
        case .notAuthentic: "failed to decrypt SecretConnection: message authentication failed"
        case .length(let length): "chunkLength \(length) is greater than dataMaxSize \(FrameFormat.dataBytesMaximum)"
        case .nonceOverflow: "can't increase nonce without overflow"
        }
    }
}
