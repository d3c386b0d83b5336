/// What has been read of one singular embedded message.
///
/// protobuf merges the occurrences of such a field. To merge two messages is to decode their bytes one after the
/// other, so occurrences are kept as bytes and decoded once, at the end; the common case, one occurrence, copies
/// nothing.
package struct EmbeddedMessage: Sendable {
    private var reader: ProtobufReader?
    private var number: Int32 = 0

    package init() {}

    /// Whether the field occurred.
    package var isPresent: Bool { reader != nil }

    mutating func add(_ occurrence: ProtobufReader, field: Int32) {
        number = field
        if let earlier = reader {
            reader = ProtobufReader(earlier.remainingBytes + occurrence.remainingBytes)
        } else {
            reader = occurrence
        }
    }

    /// The message, or what an empty one decodes to when the field is absent: gogoproto's `nullable=false`.
    package func decode<Message: ProtobufDecodable>(_ type: Message.Type) throws(DecodingError) -> Message {
        do {
            return try Message(protobuf: reader ?? ProtobufReader([]))
        } catch {
            throw error.inside("\(type)#\(number)")
        }
    }

    /// The message, or nil when the field is absent: gogoproto's pointers.
    package func decodeIfPresent<Message: ProtobufDecodable>(_ type: Message.Type) throws(DecodingError) -> Message? {
        isPresent ? try decode(type) : nil
    }
}
