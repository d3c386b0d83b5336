import Chain
import Cryptography
import Wire

// Fields of answers; an empty text stands for none.
extension ProtobufReader {
    /// An account's address; nil when empty.
    mutating func account(_ field: ProtobufField) throws(DecodingError) -> AccountAddress? {
        let text = try string(field)
        if text.isEmpty { return nil }
        do {
            return try AccountAddress(text)
        } catch {
            throw .invalid(error.log)
        }
    }

    /// A content hash; nil when empty.
    mutating func contentHash(_ field: ProtobufField) throws(DecodingError) -> ContentHash? {
        let text = try string(field)
        if text.isEmpty { return nil }
        do {
            return try ContentHash(text)
        } catch {
            throw .invalid(error.log)
        }
    }

    /// A hash in hexadecimal; nil when empty.
    mutating func hexadecimalHash(_ field: ProtobufField) throws(DecodingError) -> Hash? {
        let text = try string(field)
        if text.isEmpty { return nil }
        guard let bytes = Hex.decode(text.description), let hash = Hash(bytes) else {
            throw .invalid("\(ContentHash.shown(text)): no hash")
        }
        return hash
    }

    /// What a text means; nil when it is empty.
    mutating func term<Meaning>(
        _ field: ProtobufField, _ read: (ByteString) throws(TransactionError) -> Meaning
    ) throws(DecodingError) -> Meaning? {
        let text = try string(field)
        if text.isEmpty { return nil }
        do {
            return try read(text)
        } catch {
            throw .invalid(error.log)
        }
    }
}
