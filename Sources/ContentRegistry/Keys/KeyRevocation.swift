import Chain
import Cryptography
import Transactions
import Wire

/// That an account has revoked a key of its API: where that was said first. Account and id are the entry's key.
struct KeyRevocation: Hashable, Sendable {
    let height: Height
    let time: Timestamp
    let transactionHash: Hash
}

extension KeyRevocation: ProtobufCodable {
    func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, height.rawValue)
        writer.message(2, time)
        writer.bytes(3, transactionHash.bytes)
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var height: Int64 = 0
        var time: Timestamp?, hash: Hash?
        while let field = try reader.nextField() {
            switch field.number {
            case 1: height = try reader.int64(field)
            case 2: time = try reader.decode(Timestamp.self, field)
            case 3: hash = Hash(try reader.bytes(field))
            default: try reader.skip(field)
            }
        }
        guard let time, let hash else { throw .invalid("a revocation lacks a field") }
        self.init(height: Height(height), time: time, transactionHash: hash)
    }
}
