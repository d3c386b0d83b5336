import Chain
import Cryptography
import Wire

/// The fields of a small message of the log, by number: integers and bytes.
struct AnswerFields {
    private var integers: [Int32: Int64] = [:]
    private var contents: [Int32: [UInt8]] = [:]

    init(_ source: ProtobufReader) throws(DecodingError) {
        var reader = source
        while let field = try reader.nextField() {
            if field.wireType == WireType.varint {
                integers[field.number] = try reader.int64(field)
            } else {
                contents[field.number] = try reader.bytes(field)
            }
        }
    }

    /// An integer; 0 when it is absent.
    func integer(_ number: Int32) -> Int64 { integers[number] ?? 0 }

    /// Bytes; none when they are absent.
    func bytes(_ number: Int32) -> [UInt8] { contents[number] ?? [] }

    func hash(_ number: Int32) throws(DecodingError) -> Hash {
        guard let hash = Hash(bytes(number)) else { throw .invalid("a hash in the log that is none") }
        return hash
    }

    func decode<Message: ProtobufDecodable>(_ type: Message.Type, _ number: Int32) throws(DecodingError) -> Message? {
        guard let bytes = contents[number] else { return nil }
        return try Message(protobuf: bytes)
    }

    func type(_ number: Int32) throws(DecodingError) -> SignedMessageType {
        guard let type = SignedMessageType(rawValue: Int32(truncatingIfNeeded: integer(number))) else {
            throw .invalid("a vote of a type that does not exist")
        }
        return type
    }

    func peer(_ number: Int32) throws(DecodingError) -> NodeID {
        try NodeID.logged(ByteString(bytes(number)))
    }
}
