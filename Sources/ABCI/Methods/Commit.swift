package import Chain
package import Wire

/// What the application says when its state is committed.
package struct ResponseCommit: Hashable, Sendable {
    /// The lowest height whose block the application may still need; 0 to keep all.
    package var retainHeight: Height

    package init(retainHeight: Height = 0) {
        self.retainHeight = retainHeight
    }
}

extension ResponseCommit: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(3, retainHeight.rawValue)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 3: retainHeight = Height(try reader.int64(field))
            default: try reader.skip(field)
            }
        }
    }
}
