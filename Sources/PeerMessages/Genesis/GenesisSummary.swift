package import Chain
package import Cryptography
package import Wire

/// Which genesis a node's chain began with: the hash and length of its one form (`GenesisDocument.canonicalBytes`).
package struct GenesisSummary: Hashable, Sendable, Validatable {
    /// The longest genesis that is given to peers; a longer one is fetched by its address or copied. The state of a large
    /// chain of the Cosmos has some 100 MB, and it has to fit into a small node's memory.
    package static let bytesMaximum: UInt64 = 256 << 20
    package static let chunksMaximum = UInt32(bytesMaximum / UInt64(GenesisChunk.bytesMaximum))

    /// SHA-256.
    package let hash: Hash
    package let byteCount: UInt64

    package init(hash: Hash, byteCount: UInt64) {
        self.hash = hash
        self.byteCount = byteCount
    }

    /// Pieces in which it comes: all but the last are of the full size.
    package var chunkCount: UInt32 {
        let size = UInt64(GenesisChunk.bytesMaximum)
        return UInt32(clamping: byteCount / size + (byteCount % size == 0 ? 0 : 1))
    }

    package func validate() throws(ValidationError) {
        if byteCount == 0 { throw ValidationError("a genesis cannot be empty") }
    }
}

extension GenesisSummary: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, bytes: [UInt8] = [], byteCount: UInt64 = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1: bytes = try reader.bytes(field)
            case 2: byteCount = try reader.uint64(field)
            default: try reader.skip(field)
            }
        }
        guard let hash = Hash(bytes) else {
            throw .invalid("a genesis hash has \(Hash.size) bytes, not \(bytes.count)")
        }
        self.init(hash: hash, byteCount: byteCount)
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, hash.bytes)
        writer.uint64(2, byteCount)
    }
}
