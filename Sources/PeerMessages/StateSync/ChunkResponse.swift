package import Chain
package import Wire

/// One piece of a snapshot, or word that the sender lacks it (tendermint.statesync.ChunkResponse).
package struct ChunkResponse: Hashable, Sendable, Validatable {
    /// The snapshot's height, as ABCI counts it.
    package let height: UInt64
    package let format: UInt32
    /// Which piece, from 0.
    package let index: UInt32
    /// The piece; nil when the field is absent, which is not the same as empty.
    package let chunk: [UInt8]?
    package let isMissing: Bool

    package init(height: UInt64, format: UInt32, index: UInt32, chunk: [UInt8]?, isMissing: Bool) {
        self.height = height
        self.format = format
        self.index = index
        self.chunk = chunk
        self.isMissing = isMissing
    }

    package func validate() throws(ValidationError) {
        if height == 0 { throw ValidationError("height cannot be 0") }
        if isMissing && !(chunk ?? []).isEmpty { throw ValidationError("missing chunk cannot have contents") }
        if !isMissing && chunk == nil { throw ValidationError("chunk cannot be nil") }
    }
}

extension ChunkResponse: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, height: UInt64 = 0, format: UInt32 = 0, index: UInt32 = 0
        var chunk: [UInt8]?, isMissing = false
        while let field = try reader.nextField() {
            switch field.number {
            case 1: height = try reader.uint64(field)
            case 2: format = try reader.uint32(field)
            case 3: index = try reader.uint32(field)
            case 4: chunk = try reader.bytes(field)
            case 5: isMissing = try reader.bool(field)
            default: try reader.skip(field)
            }
        }
        self.init(height: height, format: format, index: index, chunk: chunk, isMissing: isMissing)
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.uint64(1, height)
        writer.uint32(2, format)
        writer.uint32(3, index)
        // Deviation: CometBFT leaves an empty chunk out, and the receiver drops it for sending none. The field written
        // with length zero is accepted by CometBFT too.
        if let chunk { writer.element(4, chunk) }
        writer.bool(5, isMissing)
    }
}
