package import Chain
package import Wire

/// A snapshot that a peer has (tendermint.statesync.SnapshotsResponse).
package struct SnapshotsResponse: Hashable, Sendable {
    /// The most chunks a snapshot may have unless a node is told otherwise (CometBFT's default of
    /// `statesync.max_snapshot_chunks`).
    package static let chunksMaximum: UInt32 = 100_000

    /// The height the snapshot was taken at, as ABCI counts it.
    package let height: UInt64
    /// The application's own format.
    package let format: UInt32
    package let chunks: UInt32
    /// The application's own hash of the snapshot, of any length.
    package let hash: [UInt8]
    package let metadata: [UInt8]

    package init(height: UInt64, format: UInt32, chunks: UInt32, hash: [UInt8], metadata: [UInt8]) {
        self.height = height
        self.format = format
        self.chunks = chunks
        self.hash = hash
        self.metadata = metadata
    }

    package func validate(chunksMaximum: UInt32) throws(ValidationError) {
        if height == 0 { throw ValidationError("height cannot be 0") }
        if hash.isEmpty { throw ValidationError("snapshot has no hash") }
        if chunks == 0 { throw ValidationError("snapshot has no chunks") }
        if chunks > chunksMaximum {
            throw ValidationError(
                "amount of chunks in the snapshot exceeds the maximum allowed number of chunks: "
                    + "snapshot response chunk count: \(chunks), maximum chunks: \(chunksMaximum)")
        }
    }
}

extension SnapshotsResponse: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, height: UInt64 = 0, format: UInt32 = 0, chunks: UInt32 = 0
        var hash: [UInt8] = [], metadata: [UInt8] = []
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
        self.init(height: height, format: format, chunks: chunks, hash: hash, metadata: metadata)
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.uint64(1, height)
        writer.uint32(2, format)
        writer.uint32(3, chunks)
        writer.bytes(4, hash)
        writer.bytes(5, metadata)
    }
}
