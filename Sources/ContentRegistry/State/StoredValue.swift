import ABCI
import Wire

/// Reads what this application wrote. Whatever cannot be read is damage to the disk, not an answer to anybody.
enum StoredValue {
    /// The value of an entry.
    static func decode<Value: ProtobufDecodable>(
        _ type: Value.Type, _ bytes: [UInt8], of what: @autoclosure () -> String
    ) throws(ApplicationError) -> Value {
        do {
            return try Value(protobuf: bytes)
        } catch {
            throw ApplicationError("the stored \(what()) cannot be read: \(error)")
        }
    }

    /// An entry that must be what it is.
    static func damage(_ what: String) -> ApplicationError {
        ApplicationError("the stored \(what) cannot be read")
    }
}
