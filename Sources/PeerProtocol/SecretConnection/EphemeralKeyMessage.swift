import Cryptography
import Wire

/// google.protobuf.BytesValue with an ephemeral key: the first message, and the only one in the clear.
struct EphemeralKeyMessage: ProtobufCodable {
    /// The most bytes of the message without its length. A key takes 34. Deviation: CometBFT reads up to a
    /// megabyte.
    static let bytesMaximum = 127

    let key: X25519PublicKey

    init(key: X25519PublicKey) {
        self.key = key
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, bytes: [UInt8] = []
        while let field = try reader.nextField() {
            switch field.number {
            case 1: bytes = try reader.bytes(field)
            default: try reader.skip(field)
            }
        }
        guard let key = X25519PublicKey(bytes) else { throw .invalid("a key of \(bytes.count) bytes instead of 32") }
        self.key = key
    }

    func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, key.bytes)
    }
}
