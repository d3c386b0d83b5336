import Wire

/// The member of a message's `oneof` while its fields are read: the last one wins, as protobuf has it.
struct OneOf<Member> {
    private var found: Member?
    private var unknown: Int32?

    mutating func set(_ member: Member) {
        found = member
    }

    /// Passes over a field that is no member we know.
    mutating func skip(_ field: ProtobufField, in reader: inout ProtobufReader) throws(DecodingError) {
        unknown = field.number
        try reader.skip(field)
    }

    /// The member, or an error when there was none: a peer that sends what we cannot name is dropped, as by CometBFT's
    /// `Unwrap`.
    ///
    /// - Parameter kind: What the error calls the message.
    func member(_ kind: String = "message") throws(DecodingError) -> Member {
        if let found { return found }
        throw .invalid("unknown \(kind): \(unknown.map { "field \($0)" } ?? "<nil>")")
    }
}

/// A message without fields; unknown ones are passed over.
struct EmptyMessage: Hashable, Sendable, ProtobufCodable {
    init() {}

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        while let field = try reader.nextField() { try reader.skip(field) }
    }

    func encode(into writer: inout ProtobufWriter) {}
}
