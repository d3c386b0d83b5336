import Chain
import Cryptography
import Wire

extension ProtobufReader {
    /// An enumeration's case.
    ///
    /// Deviation: gogoproto keeps a number that has no case, and CometBFT fails on it where it is used; here the message
    /// is refused. The consequence is the same: the application's answer is an error.
    mutating func enumeration<Value: RawRepresentable>(
        _ type: Value.Type, _ field: ProtobufField
    ) throws(DecodingError) -> Value where Value.RawValue == Int32 {
        let number = try int32(field)
        guard let value = Value(rawValue: number) else {
            throw DecodingError(.invalid("\(type) has no value \(number)"), offset: field.offset)
        }
        return value
    }

    /// A hash of 32 bytes, or none.
    mutating func hashOrEmpty(_ field: ProtobufField) throws(DecodingError) -> Hash? {
        let bytes = try bytes(field)
        if bytes.isEmpty { return nil }
        guard let hash = Hash(bytes) else {
            throw DecodingError(
                .invalid("expected size to be \(Hash.size) bytes, got \(bytes.count) bytes"), offset: field.offset)
        }
        return hash
    }

    /// An address of 20 bytes, or none.
    mutating func addressOrEmpty(_ field: ProtobufField) throws(DecodingError) -> Address? {
        let bytes = try bytes(field)
        if bytes.isEmpty { return nil }
        guard let address = Address(bytes) else {
            throw DecodingError(
                .invalid("expected address size to be \(Address.size) bytes, got \(bytes.count) bytes"),
                offset: field.offset)
        }
        return address
    }

    mutating func appendTransaction(
        _ field: ProtobufField, to list: inout [Transaction]
    ) throws(DecodingError) {
        if list.count >= ABCILimit.transactionsMaximum {
            throw DecodingError(.tooMany(ABCILimit.transactionsMaximum), offset: field.offset)
        }
        list.append(Transaction(try bytes(field)))
    }
}

extension ProtobufWriter {
    mutating func transactions(_ field: Int32, _ list: [Transaction]) {
        for transaction in list { element(field, transaction.bytes) }
    }
}
