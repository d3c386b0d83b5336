package import Wire

/// A fact about an event. Clients find transactions and blocks by it.
package struct EventAttribute: Hashable, Sendable {
    package var key: ByteString
    /// Any bytes: the key-value store puts raw parts of transactions here.
    package var value: ByteString
    /// Whether the indexer shall know it. Not hashed, and may differ from node to node.
    package var index: Bool

    package init(key: ByteString = "", value: ByteString = "", index: Bool = false) {
        self.key = key
        self.value = value
        self.index = index
    }
}

extension EventAttribute: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.string(1, key)
        writer.string(2, value)
        writer.bool(3, index)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: key = try reader.string(field)
            case 2: value = try reader.string(field)
            case 3: index = try reader.bool(field)
            default: try reader.skip(field)
            }
        }
    }
}
