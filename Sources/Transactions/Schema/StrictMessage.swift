package import Chain
package import Wire

/// A message that holds only what its schema knows, each field once unless it is a list, in the right form.
///
/// It comes from protobuf or from JSON; what a message means is read from here, so that both doors give one verdict.
package struct StrictMessage: Sendable {
    /// A field's value, or one element of a list.
    enum Value: Sendable {
        case integer(UInt64)
        case bytes([UInt8])
        case timestamp(Timestamp)
        case message(StrictMessage)
        /// The message's type is that of its schema.
        case any(StrictMessage)
    }

    package let schema: MessageSchema
    /// The version of the registry's messages that it is of: fields and messages of later ones are unknown.
    package let version: RegistryVersion
    /// In the order in which they came; elements of a list in theirs.
    private(set) var fields: [(number: Int32, value: Value)]

    init(_ schema: MessageSchema, _ version: RegistryVersion, _ fields: [(number: Int32, value: Value)]) {
        self.schema = schema
        self.version = version
        self.fields = fields
    }

    /// Decodes protobuf. SDK code 2 for whatever is not canonical or not known, 18 for too long a list.
    ///
    /// - Parameters:
    ///   - version: Whose fields and messages are known.
    ///   - place: What the bytes are, for errors.
    package init(
        _ bytes: [UInt8], _ schema: MessageSchema, version: RegistryVersion = .newest, place: String? = nil
    ) throws(TransactionError) {
        try self.init(StrictReader(bytes), schema, version, place: place ?? schema.shortName)
    }

    private init(
        _ source: StrictReader, _ schema: MessageSchema, _ version: RegistryVersion, place: String
    ) throws(TransactionError) {
        self.init(schema, version, [])
        var reader = source
        while !reader.isAtEnd {
            let tag = try reader.varint(place)
            guard let field = schema.field(tag >> 3, version) else {
                // No part of the verdict, only said: a program that has never heard of it says less.
                if let later = schema.field(tag >> 3, .newest) {
                    throw reader.error(place, "\(later.name) \(version.lacks(later.since))")
                }
                throw reader.error(place, "unknown field \(tag >> 3)")
            }
            try expectRoom(for: field, place)
            let value = try StrictMessage.value(
                &reader, field, version, wireType: tag & 7, place: "\(place).\(field.name)")
            fields.append((field.number, value))
        }
    }

    /// Refuses a second value of a field that is no list, and one more than a list may have.
    func expectRoom(for field: FieldSchema, _ place: String) throws(TransactionError) {
        let count = fields.count { $0.number == field.number }
        if let maximum = field.countMaximum {
            if count >= maximum {
                throw TransactionError(.invalidRequest, "\(place).\(field.name): more than \(maximum): invalid request")
            }
        } else if count > 0 {
            throw TransactionError(.parse, "\(place).\(field.name): the field occurs twice: tx parse error")
        }
    }

    private static func value(
        _ reader: inout StrictReader, _ field: FieldSchema, _ version: RegistryVersion, wireType: UInt64, place: String
    ) throws(TransactionError) -> Value {
        let expected: UInt8
        switch field.kind {
        case .uint64, .int64, .uint32, .bool, .enumeration: expected = WireType.varint
        case .string, .bytes, .fraction, .decimal, .duration, .timestamp, .message, .any:
            expected = WireType.lengthDelimited
        }
        if wireType != UInt64(expected) {
            throw reader.error(place, "wire type \(wireType) where \(expected) belongs")
        }
        if expected == WireType.varint {
            let integer = try reader.varint(place)
            try check(integer, field.kind, place)
            return .integer(integer)
        }
        let inner = try reader.delimited(place)
        switch field.kind {
        case .message(let schema): return .message(try StrictMessage(inner, schema, version, place: place))
        case .any(let table): return .any(try any(inner, table, version, place: place))
        case .timestamp:
            return .timestamp(try timestamp(StrictMessage(inner, timestampSchema, version, place: place), place))
        case .duration: return .message(try StrictMessage(inner, timestampSchema, version, place: place))
        case .string, .fraction, .decimal:
            let bytes = inner.remainingBytes
            try check(text: bytes, field.kind, place)
            return .bytes(bytes)
        default: return .bytes(inner.remainingBytes)
        }
    }

    private static func any(
        _ reader: StrictReader, _ table: SchemaTable, _ version: RegistryVersion, place: String
    ) throws(TransactionError) -> StrictMessage {
        let wrapper = try StrictMessage(reader, anySchema, version, place: place)
        let schema = try table[wrapper.string(1), version]
        return try StrictMessage(wrapper.bytes(2), schema, version: version)
    }

    /// Adds a value behind the others.
    mutating func append(_ number: Int32, _ value: Value) {
        fields.append((number, value))
    }

    /// Refuses integers beyond what the kind can hold.
    static func check(_ integer: UInt64, _ kind: FieldKind, _ place: String) throws(TransactionError) {
        let maximum: UInt64
        switch kind {
        case .bool: maximum = 1
        case .uint32: maximum = UInt64(UInt32.max)
        case .enumeration: maximum = UInt64(Int32.max)
        default: maximum = .max
        }
        if integer > maximum {
            throw TransactionError(.parse, "\(place): \(integer) is out of range: tx parse error")
        }
    }

    /// Refuses text that is not UTF-8, and fractions that are none.
    static func check(text: [UInt8], _ kind: FieldKind, _ place: String) throws(TransactionError) {
        switch kind {
        case .fraction where Fraction(wire: ByteString(text)) == nil:
            throw TransactionError(.parse, "\(place): no integer of 10^-18 from 0 to 1: tx parse error")
        case .string where String(validating: text, as: UTF8.self) == nil:
            throw TransactionError(.parse, "\(place): the text is not UTF-8: tx parse error")
        default: break
        }
    }

    private static func timestamp(_ message: StrictMessage, _ place: String) throws(TransactionError) -> Timestamp {
        guard let nanoseconds = Int32(exactly: message.int64(2)),
            let moment = Timestamp(seconds: message.int64(1), nanoseconds: nanoseconds)
        else { throw TransactionError(.parse, "\(place): a time out of range: tx parse error") }
        return moment
    }

    static let anySchema = MessageSchema(
        "google.protobuf.Any", [FieldSchema(1, "type_url", .string), FieldSchema(2, "value", .bytes)])
    static let timestampSchema = MessageSchema(
        "google.protobuf.Timestamp", [FieldSchema(1, "seconds", .int64), FieldSchema(2, "nanos", .int64)])

    // MARK: Reading

    /// Whether the field occurred, even with its default value.
    package func has(_ number: Int32) -> Bool { fields.contains { $0.number == number } }

    package func string(_ number: Int32) -> ByteString { ByteString(bytes(number)) }

    package func bytes(_ number: Int32) -> [UInt8] {
        if case .bytes(let bytes) = value(number) { bytes } else { [] }
    }

    package func uint64(_ number: Int32) -> UInt64 {
        if case .integer(let integer) = value(number) { integer } else { 0 }
    }

    package func int64(_ number: Int32) -> Int64 { Int64(bitPattern: uint64(number)) }

    package func bool(_ number: Int32) -> Bool { uint64(number) != 0 }

    package func timestamp(_ number: Int32) -> Timestamp? {
        if case .timestamp(let moment) = value(number) { moment } else { nil }
    }

    /// The embedded message, or what an `Any` holds.
    package func message(_ number: Int32) -> StrictMessage? {
        switch value(number) {
        case .message(let message), .any(let message): message
        default: nil
        }
    }

    /// The elements of a list of messages or `Any`.
    package func messages(_ number: Int32) -> [StrictMessage] {
        fields.compactMap { field in
            switch field.value {
            case .message(let message) where field.number == number: message
            case .any(let message) where field.number == number: message
            default: nil
            }
        }
    }

    /// The elements of a list of bytes or strings.
    package func elements(_ number: Int32) -> [[UInt8]] {
        fields.compactMap { field in
            if case .bytes(let bytes) = field.value, field.number == number { bytes } else { nil }
        }
    }

    private func value(_ number: Int32) -> Value? { fields.first { $0.number == number }?.value }
}

extension StrictMessage: ProtobufEncodable {
    /// In the order of the schema, default values left out but for those of lists.
    package func encode(into writer: inout ProtobufWriter) {
        for field in schema.fields {
            for (number, value) in fields where number == field.number {
                switch value {
                case .integer(let integer): writer.uint64(number, integer)
                case .bytes(let bytes) where field.countMaximum == nil: writer.bytes(number, bytes)
                case .bytes(let bytes): writer.element(number, bytes)
                case .timestamp(let moment): writer.message(number, moment)
                case .message(let message): writer.message(number, message)
                case .any(let message): writer.any(number, message.schema.typeURL, message)
                }
            }
        }
    }
}

extension ProtobufWriter {
    /// A `google.protobuf.Any`.
    mutating func any(_ field: Int32, _ typeURL: ByteString, _ value: some ProtobufEncodable) {
        message(field) { any in
            any.string(1, typeURL)
            any.bytes(2, value.protobuf)
        }
    }
}
