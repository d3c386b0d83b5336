package import Cryptography
package import Wire

/// The last chunk of a checkpoint: what there must have been before it.
package struct CheckpointEnd: Hashable, Sendable {
    /// Entries of the application's state.
    package let entries: UInt64
    /// Chunks of entries.
    package let chunks: UInt64
    /// The root of the map over the entries.
    package let root: Hash
    /// SHA-256 over length and digest of the head and of each chunk of entries (`CheckpointFormat.record`). So whoever has the
    /// end and these can tell of each chunk by itself whether it is right, in whatever order they come.
    package let outline: Hash

    package init(entries: UInt64, chunks: UInt64, root: Hash, outline: Hash) {
        self.entries = entries
        self.chunks = chunks
        self.root = root
        self.outline = outline
    }
}

extension CheckpointEnd: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.uint64(1, entries)
        writer.uint64(2, chunks)
        writer.bytes(3, root.bytes)
        writer.bytes(4, outline.bytes)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var numbers: [UInt64] = [0, 0]
        var hashes: [[UInt8]] = [[], []]
        while let field = try reader.nextField() {
            switch field.number {
            case 1: numbers[0] = try reader.uint64(field)
            case 2: numbers[1] = try reader.uint64(field)
            case 3: hashes[0] = try reader.bytes(field)
            case 4: hashes[1] = try reader.bytes(field)
            default: throw .invalid("a field \(field.number) that this format does not have")
            }
        }
        guard let root = Hash(hashes[0]), let outline = Hash(hashes[1]) else {
            throw .invalid("root and outline have 32 bytes each")
        }
        self.init(entries: numbers[0], chunks: numbers[1], root: root, outline: outline)
        if protobuf != source.remainingBytes { throw .invalid("it is not in its one form") }
    }
}
