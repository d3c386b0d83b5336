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

    package init(entries: UInt64, chunks: UInt64, root: Hash) {
        self.entries = entries
        self.chunks = chunks
        self.root = root
    }
}

extension CheckpointEnd: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.uint64(1, entries)
        writer.uint64(2, chunks)
        writer.bytes(3, root.bytes)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var numbers: [UInt64] = [0, 0]
        var root: [UInt8] = []
        while let field = try reader.nextField() {
            switch field.number {
            case 1: numbers[0] = try reader.uint64(field)
            case 2: numbers[1] = try reader.uint64(field)
            case 3: root = try reader.bytes(field)
            default: throw .invalid("a field \(field.number) that this format does not have")
            }
        }
        guard let hash = Hash(root) else { throw .invalid("the root has no 32 bytes") }
        self.init(entries: numbers[0], chunks: numbers[1], root: hash)
        if protobuf != source.remainingBytes { throw .invalid("it is not in its one form") }
    }
}
