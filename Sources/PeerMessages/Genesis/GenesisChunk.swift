package import Chain
package import Wire

/// A piece of a genesis.
package struct GenesisChunk: Hashable, Sendable, Validatable {
    /// 64 packets: little beside what else waits on a connection.
    package static let bytesMaximum = 65_536

    /// Which one, from 0.
    package let index: UInt32
    package let bytes: [UInt8]

    package init(index: UInt32, bytes: [UInt8]) {
        self.index = index
        self.bytes = bytes
    }

    package func validate() throws(ValidationError) {
        if bytes.isEmpty || bytes.count > GenesisChunk.bytesMaximum {
            throw ValidationError(
                "a piece of a genesis has 1 to \(GenesisChunk.bytesMaximum) bytes, not \(bytes.count)")
        }
    }
}

extension GenesisChunk: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, index: UInt32 = 0, bytes: [UInt8] = []
        while let field = try reader.nextField() {
            switch field.number {
            case 1: index = try reader.uint32(field)
            case 2: bytes = try reader.bytes(field)
            default: try reader.skip(field)
            }
        }
        self.init(index: index, bytes: bytes)
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.uint32(1, index)
        writer.bytes(2, bytes)
    }
}
