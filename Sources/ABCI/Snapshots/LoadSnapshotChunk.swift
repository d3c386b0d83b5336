package import Wire

/// Which chunk of which snapshot of ours a peer wants.
package struct RequestLoadSnapshotChunk: Hashable, Sendable {
    /// The snapshot's height; unsigned on the wire.
    package var height: UInt64
    package var format: UInt32
    /// The chunk's index, from 0.
    package var chunk: UInt32

    package init(height: UInt64 = 0, format: UInt32 = 0, chunk: UInt32 = 0) {
        self.height = height
        self.format = format
        self.chunk = chunk
    }
}

/// The chunk's bytes; none when there is no such chunk.
package struct ResponseLoadSnapshotChunk: Hashable, Sendable {
    package var chunk: [UInt8]

    package init(chunk: [UInt8] = []) {
        self.chunk = chunk
    }
}

extension RequestLoadSnapshotChunk: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.uint64(1, height)
        writer.uint32(2, format)
        writer.uint32(3, chunk)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: height = try reader.uint64(field)
            case 2: format = try reader.uint32(field)
            case 3: chunk = try reader.uint32(field)
            default: try reader.skip(field)
            }
        }
    }
}

extension ResponseLoadSnapshotChunk: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, chunk)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: chunk = try reader.bytes(field)
            default: try reader.skip(field)
            }
        }
    }
}
