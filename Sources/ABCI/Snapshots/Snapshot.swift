package import Wire

/// A copy of the application's state that peers can fetch in chunks.
package struct Snapshot: Hashable, Sendable {
    /// The height it was taken at; unsigned on the wire.
    package var height: UInt64
    /// The application's own number for the format.
    package var format: UInt32
    package var chunks: UInt32
    /// Any bytes, equal for equal snapshots only.
    package var hash: [UInt8]
    package var metadata: [UInt8]

    package init(
        height: UInt64 = 0, format: UInt32 = 0, chunks: UInt32 = 0, hash: [UInt8] = [], metadata: [UInt8] = []
    ) {
        self.height = height
        self.format = format
        self.chunks = chunks
        self.hash = hash
        self.metadata = metadata
    }
}

extension Snapshot: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.uint64(1, height)
        writer.uint32(2, format)
        writer.uint32(3, chunks)
        writer.bytes(4, hash)
        writer.bytes(5, metadata)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: height = try reader.uint64(field)
            case 2: format = try reader.uint32(field)
            case 3: chunks = try reader.uint32(field)
            case 4: hash = try reader.bytes(field)
            case 5: metadata = try reader.bytes(field)
            default: try reader.skip(field)
            }
        }
    }
}
