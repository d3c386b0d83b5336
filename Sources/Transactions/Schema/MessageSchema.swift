package import Wire

/// What a protobuf message may hold: the one table from which strict decoding and both directions of JSON follow.
package struct MessageSchema: Sendable {
    /// The full name, as in `cosmos.bank.v1beta1.MsgSend`.
    package let name: String
    /// In the order of their numbers.
    package let fields: [FieldSchema]
    /// The first version of the registry's messages that has the message.
    package let since: RegistryVersion

    package init(_ name: String, _ fields: [FieldSchema], since: RegistryVersion = .first) {
        self.name = name
        self.fields = fields
        self.since = since
    }

    /// How an `Any` names the message.
    package var typeURL: ByteString { ByteString("/\(name)") }

    /// The name behind the last dot.
    var shortName: String { String(name.split(separator: ".").last ?? "") }

    /// The field with this number, when the version has it.
    func field(_ number: UInt64, _ version: RegistryVersion) -> FieldSchema? {
        fields.first { UInt64($0.number) == number && $0.since <= version }
    }

    func field(named key: ByteString) -> FieldSchema? {
        fields.first { ByteString($0.name) == key || ByteString($0.camelCaseName) == key }
    }
}

/// A field of a message.
package struct FieldSchema: Sendable {
    package let number: Int32
    /// In snake case, as in the proto file.
    package let name: String
    package let kind: FieldKind
    /// The most elements when the field is a list, nil when it is not.
    package let countMaximum: Int?
    /// Whether JSON leaves the field out when it has its default value: fields that older clients do not know.
    package let isNew: Bool
    /// The first version of the registry's messages that has the field.
    package let since: RegistryVersion

    /// - Parameter since: Fields of later versions than the first are new ones in JSON too.
    package init(
        _ number: Int32, _ name: String, _ kind: FieldKind, countMaximum: Int? = nil, isNew: Bool = false,
        since: RegistryVersion = .first
    ) {
        self.number = number
        self.name = name
        self.kind = kind
        self.countMaximum = countMaximum
        self.isNew = isNew || since > .first
        self.since = since
    }

    /// The name in JSON as protobuf's libraries write it.
    var camelCaseName: String {
        let words = name.split(separator: "_")
        return words.dropFirst().reduce(String(words.first ?? "")) { $0 + $1.prefix(1).uppercased() + $1.dropFirst() }
    }
}

/// The kind of a field's value, or of its elements.
package indirect enum FieldKind: Sendable {
    /// UTF-8.
    case string
    case bytes
    /// An account's or other number: `uint64`, in JSON a string of digits.
    case uint64
    /// `int64`, in JSON a string of digits.
    case int64
    /// `uint32`, in JSON a number.
    case uint32
    case bool
    /// The names of the values from zero upwards; those that have none are numbers in JSON.
    case enumeration([String])
    /// An integer of 10^-18 in a string, in JSON a decimal number in a string.
    case fraction
    /// The same beyond 1; only in answers.
    case decimal
    /// `google.protobuf.Duration`, in JSON as in `5s`; only in answers.
    case duration
    /// `google.protobuf.Timestamp`, in JSON RFC 3339.
    case timestamp
    case message(MessageSchema)
    /// `google.protobuf.Any` of one of these messages.
    case any(SchemaTable)
}

/// The messages that may stand in an `Any`.
package struct SchemaTable: Sendable {
    /// What they are, for errors: "message", "public key".
    let subject: String
    private let reason: TransactionError.Reason
    private let schemas: [ByteString: MessageSchema]

    /// - Parameter reason: The kind of error for a message that is not in the table.
    package init(_ subject: String, _ schemas: [MessageSchema], reason: TransactionError.Reason = .parse) {
        self.subject = subject
        self.reason = reason
        self.schemas = Dictionary(schemas.map { ($0.typeURL, $0) }) { first, _ in first }
    }

    /// The message of this type URL. By default SDK code 2 when there is none in this version, as the Cosmos SDK's
    /// decoder has it.
    package subscript(_ typeURL: ByteString, _ version: RegistryVersion) -> MessageSchema {
        get throws(TransactionError) {
            guard let schema = schemas[typeURL] else {
                throw TransactionError(
                    reason, "unable to resolve type URL \(ContentHash.shown(typeURL)): no such \(subject)")
            }
            if schema.since <= version { return schema }
            throw TransactionError(
                reason, "unable to resolve type URL \(schema.typeURL): it \(version.lacks(schema.since))")
        }
    }
}
