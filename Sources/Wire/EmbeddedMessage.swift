/// What has been read of one singular embedded message.
///
/// protobuf merges the occurrences of such a field. To merge two messages is to decode their bytes one after the
/// other, so occurrences are kept as bytes and decoded once, at the end; the common case, one occurrence, copies
/// nothing, and many are appended to one buffer, so that a peer who repeats a field costs no more than its bytes.
package struct EmbeddedMessage: Sendable {
    private var first: ProtobufReader?
    private var merged: [UInt8]?
    private var number: Int32 = 0

    package init() {}

    /// Whether the field occurred.
    package var isPresent: Bool { first != nil }

    mutating func add(_ occurrence: ProtobufReader, field: Int32) throws(DecodingError) {
        number = field
        guard let first else {
            first = occurrence
            return
        }
        if merged == nil {
            try EmbeddedMessage.expectWholeFields(first)
            merged = first.remainingBytes
        }
        try EmbeddedMessage.expectWholeFields(occurrence)
        merged?.append(contentsOf: occurrence.remainingBytes)
    }

    /// Refuses an occurrence that ends inside a field: put before the next one, its end could become whole, and bytes
    /// that gogoproto refuses would be read.
    private static func expectWholeFields(_ occurrence: ProtobufReader) throws(DecodingError) {
        var reader = occurrence
        while let field = try reader.nextField() { try reader.skip(field) }
    }

    /// The message, or what an empty one decodes to when the field is absent: gogoproto's `nullable=false`.
    package func decode<Message: ProtobufDecodable>(_ type: Message.Type) throws(DecodingError) -> Message {
        let reader = merged.map { ProtobufReader($0) } ?? first ?? ProtobufReader([])
        do {
            return try Message(protobuf: reader)
        } catch {
            throw error.inside("\(type)#\(number)")
        }
    }

    /// The message, or nil when the field is absent: gogoproto's pointers.
    package func decodeIfPresent<Message: ProtobufDecodable>(_ type: Message.Type) throws(DecodingError) -> Message? {
        isPresent ? try decode(type) : nil
    }
}
