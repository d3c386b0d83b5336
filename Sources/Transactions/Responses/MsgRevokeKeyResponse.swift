package import Cryptography
package import Wire

/// The response of a revocation: when the key was revoked first, if that was before. Empty when it is revoked now.
package struct MsgRevokeKeyResponse: Hashable, Sendable, ProtobufCodable {
    package static let typeURL: ByteString = "/daoncore.contentregistry.v1.MsgRevokeKeyResponse"

    /// Whether the account has revoked the key before; the rest is about that revocation then.
    package var isExisting: Bool
    package var height: Int64
    package var transactionHash: Hash?

    package init(isExisting: Bool = false, height: Int64 = 0, transactionHash: Hash? = nil) {
        self.isExisting = isExisting
        self.height = height
        self.transactionHash = transactionHash
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.bool(1, isExisting)
        writer.int64(2, height)
        writer.text(3, transactionHash?.description)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: isExisting = try reader.bool(field)
            case 2: height = try reader.int64(field)
            case 3: transactionHash = try reader.hexadecimalHash(field)
            default: try reader.skip(field)
            }
        }
    }
}
