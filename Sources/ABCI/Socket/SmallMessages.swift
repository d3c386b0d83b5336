import Wire

/// A message without fields: `RequestFlush`, `RequestCommit` and their like.
struct EmptyMessage: ProtobufCodable {
    init() {}

    func encode(into writer: inout ProtobufWriter) {}

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        while let field = try reader.nextField() { try reader.skip(field) }
    }
}

/// A message of one text: echoes and exceptions.
struct TextMessage: ProtobufCodable {
    var text: ByteString

    init(text: ByteString) {
        self.text = text
    }

    func encode(into writer: inout ProtobufWriter) {
        writer.string(1, text)
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        text = ""
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: text = try reader.string(field)
            default: try reader.skip(field)
            }
        }
    }
}
