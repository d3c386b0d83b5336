package import Chain
package import Cryptography
package import Wire

/// A part of the list of an account's revoked keys, in the order of their ids as bytes.
package typealias RevokedKeysAnswer = PagedAnswer<RevokedKey>

/// A key that an account has revoked, and where that was said first.
package struct RevokedKey: Hashable, Sendable {
    /// 1 to 64 bytes.
    package var keyID: ByteString
    package var height: Int64
    package var time: Timestamp
    package var transactionHash: Hash

    package init(keyID: ByteString, height: Int64, time: Timestamp, transactionHash: Hash) {
        self.keyID = keyID
        self.height = height
        self.time = time
        self.transactionHash = transactionHash
    }
}

extension RevokedKey: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.string(1, keyID)
        writer.int64(2, height)
        writer.message(3, time)
        writer.string(4, ByteString(transactionHash.description))
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var keyID: ByteString = ""
        var height: Int64 = 0
        var time: Timestamp?, hash: Hash?
        while let field = try reader.nextField() {
            switch field.number {
            case 1: keyID = try reader.string(field)
            case 2: height = try reader.int64(field)
            case 3: time = try reader.decode(Timestamp.self, field)
            case 4: hash = try reader.hexadecimalHash(field)
            default: try reader.skip(field)
            }
        }
        guard let time, let hash, !keyID.isEmpty else { throw .invalid("a revoked key lacks a field") }
        self.init(keyID: keyID, height: height, time: time, transactionHash: hash)
    }
}
