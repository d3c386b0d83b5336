import JSON
import Wire

/// What nearly every kind compares of a value.
extension Checker {
    /// Decodes a value from a member of hexadecimal protobuf and compares its encoding with the same bytes.
    mutating func decode<Value: ProtobufCodable>(
        _ type: Value.Type, _ member: VectorMember, _ subject: String = "protobuf"
    ) throws -> Value {
        let bytes = try member.hex()
        let value = try Value(protobuf: ProtobufReader(bytes))
        expect(subject, bytes: bytes, value.protobuf)
        return value
    }

    /// Compares a value's JSON with a member, and what is read from the member with the value.
    mutating func expect<Value: JSONCodable & Equatable>(_ subject: String, json member: VectorMember, _ value: Value) {
        expect(subject, json: member.json, value.json)
        attempt("\(subject) read") { checker in
            checker.expect("\(subject) read", value, try Value(json: member.json))
        }
    }
}
