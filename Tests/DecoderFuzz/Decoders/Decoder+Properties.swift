import Chain
import JSON
import Wire

extension Decoder {
    /// Bytes that an encoding may have beyond eight for each byte of the input: an empty message with many embedded
    /// ones that are written even when empty.
    private static let encodedBytesMaximum = 1_024

    /// A protobuf message. What is read is read back from its own bytes, validates or not without trapping, and is not
    /// much larger than what it came from.
    ///
    /// - Parameter exercise: What else is done with values of this type: hashes, sign bytes. It must not trap.
    static func protobuf<Value: ProtobufCodable & Equatable & Sendable>(
        _ name: String, _ example: Value, exercise: @escaping @Sendable (Value) -> Void = { _ in }
    ) -> Decoder {
        Decoder(name: name, example: example.protobuf) { bytes in
            guard let value = try? Value(protobuf: bytes) else { return .refused }
            let encoded = value.protobuf
            if encoded.count > encodedBytesMaximum + 8 * bytes.count {
                return .violation("\(bytes.count) bytes became \(encoded.count)")
            }
            guard let again = try? Value(protobuf: encoded) else { return .violation("refuses its own encoding") }
            if again != value { return .violation("reads another value from its own encoding") }
            if again.protobuf != encoded { return .violation("writes one value in two ways") }
            validate(value)
            exercise(value)
            return .accepted
        }
    }

    /// A JSON text read as a value of this type.
    static func json<Value: JSONCodable & Equatable & Sendable>(_ name: String, _ example: Value) -> Decoder {
        json(name, example: example.json.serialized(), as: Value.self)
    }

    /// A JSON text read as a value of this type, with the text of an example.
    static func json<Value: JSONCodable & Equatable & Sendable>(
        _ name: String, example: [UInt8], as type: Value.Type
    ) -> Decoder {
        Decoder(name: "\(name)-json", example: example) { bytes in
            guard let text = try? JSONValue(parsing: bytes), let value = try? Value(json: text) else {
                return .refused
            }
            let encoded = value.json.serialized()
            guard let again = try? Value(json: JSONValue(parsing: encoded)) else {
                return .violation("refuses its own encoding")
            }
            if again != value { return .violation("reads another value from its own encoding") }
            if again.json.serialized() != encoded { return .violation("writes one value in two ways") }
            validate(value)
            return .accepted
        }
    }

    /// A text form. What is read is read back from its own text.
    static func text<Value: Equatable & Sendable>(
        _ name: String, example: String, decode: @escaping @Sendable ([UInt8]) -> Value?,
        encode: @escaping @Sendable (Value) -> [UInt8]
    ) -> Decoder {
        Decoder(name: name, example: Array(example.utf8)) { bytes in
            guard let value = decode(bytes) else { return .refused }
            guard let again = decode(encode(value)) else { return .violation("refuses its own encoding") }
            return again == value ? .accepted : .violation("reads another value from its own encoding")
        }
    }

    private static func validate(_ value: some Any) {
        // Whether it is valid is not asked here, only that asking does not trap.
        do {
            try (value as? any Validatable)?.validate()
        } catch {}
    }
}
