import Chain
import Wire

extension Transaction {
    /// The value of a key as the message it is.
    func value<Message: ProtobufDecodable>(_ key: StoreKey, as type: Message.Type) throws(StoreError) -> Message? {
        guard let bytes = try value(key) else { return nil }
        return try decoded(key) { () throws(DecodingError) in try Message(protobuf: bytes) }
    }

    /// What is decoded from the value of a key.
    func decoded<Value>(_ key: StoreKey, _ body: () throws(DecodingError) -> Value) throws(StoreError) -> Value {
        do {
            return try body()
        } catch {
            throw corrupted(key, "\(error)")
        }
    }

    /// The same of a key that must be there.
    func present<Value>(_ value: Value?, _ key: StoreKey) throws(StoreError) -> Value {
        guard let value else { throw corrupted(key, "it is missing") }
        return value
    }

    func corrupted(_ key: StoreKey, _ reason: String) -> StoreError {
        .corrupted(path: path, key: key.description, reason: reason)
    }

    /// Which heights are there; all zero before the first state.
    func range() throws(StoreError) -> HeightRange {
        guard let bytes = try value(.range) else { return HeightRange() }
        return try present(HeightRange(bytes), .range)
    }

    func faultModel() throws(StoreError) -> FaultModel {
        let bytes = try present(try value(.faultModel), .faultModel)
        return try present(FaultModel(rawValue: String(decoding: bytes, as: UTF8.self)), .faultModel)
    }

    func height(_ key: StoreKey) throws(StoreError) -> Height? {
        guard let bytes = try value(key) else { return nil }
        return Height(Int64(bitPattern: try present(UInt64(bigEndianBytes: bytes), key)))
    }
}
