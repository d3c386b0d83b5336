package import Wire

/// Something the application wants clients to know about a transaction or a block.
package struct Event: Hashable, Sendable {
    package var type: ByteString
    package var attributes: [EventAttribute]

    package init(type: ByteString = "", attributes: [EventAttribute] = []) {
        self.type = type
        self.attributes = attributes
    }
}

extension Event: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.string(1, type)
        for attribute in attributes { writer.message(2, attribute) }
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: type = try reader.string(field)
            case 2: try reader.append(field, to: &attributes, atMost: ABCILimit.eventsMaximum)
            default: try reader.skip(field)
            }
        }
    }
}
