package import Chain
package import Wire

/// A request for one piece of a snapshot (tendermint.statesync.ChunkRequest).
package struct ChunkRequest: Hashable, Sendable, Validatable {
    /// The snapshot's height, as ABCI counts it.
    package let height: UInt64
    package let format: UInt32
    /// Which piece, from 0.
    package let index: UInt32

    package init(height: UInt64, format: UInt32, index: UInt32) {
        self.height = height
        self.format = format
        self.index = index
    }

    package func validate() throws(ValidationError) {
        if height == 0 { throw ValidationError("height cannot be 0") }
    }
}

extension ChunkRequest: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, height: UInt64 = 0, format: UInt32 = 0, index: UInt32 = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1: height = try reader.uint64(field)
            case 2: format = try reader.uint32(field)
            case 3: index = try reader.uint32(field)
            default: try reader.skip(field)
            }
        }
        self.init(height: height, format: format, index: index)
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.uint64(1, height)
        writer.uint32(2, format)
        writer.uint32(3, index)
    }
}
