package import Wire

/// A chunk of the snapshot being restored.
package struct RequestApplySnapshotChunk: Hashable, Sendable {
    /// The chunk's index, from 0.
    package var index: UInt32
    package var chunk: [UInt8]
    /// The id of the peer it came from.
    package var sender: ByteString

    package init(index: UInt32 = 0, chunk: [UInt8] = [], sender: ByteString = "") {
        self.index = index
        self.chunk = chunk
        self.sender = sender
    }
}

/// How the restoration goes on.
package enum ChunkApplicationResult: Int32, Hashable, Sendable {
    /// No answer: the restoration ends.
    case unknown = 0
    case accept = 1
    /// End the restoration.
    case abort = 2
    /// Send this chunk again.
    case retry = 3
    /// Start this snapshot again.
    case retrySnapshot = 4
    /// Try another snapshot.
    case rejectSnapshot = 5
}

/// The verdict on a chunk.
package struct ResponseApplySnapshotChunk: Hashable, Sendable {
    package var result: ChunkApplicationResult
    /// Indices of chunks to fetch again.
    package var refetchChunks: [UInt32]
    /// Ids of peers to take no more chunks from.
    package var rejectSenders: [ByteString]

    package init(
        result: ChunkApplicationResult = .unknown, refetchChunks: [UInt32] = [], rejectSenders: [ByteString] = []
    ) {
        self.result = result
        self.refetchChunks = refetchChunks
        self.rejectSenders = rejectSenders
    }
}

extension RequestApplySnapshotChunk: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.uint32(1, index)
        writer.bytes(2, chunk)
        writer.string(3, sender)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: index = try reader.uint32(field)
            case 2: chunk = try reader.bytes(field)
            case 3: sender = try reader.string(field)
            default: try reader.skip(field)
            }
        }
    }
}

extension ResponseApplySnapshotChunk: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.int32(1, result.rawValue)
        writer.packed(2, refetchChunks.map { UInt64($0) })
        for sender in rejectSenders { writer.element(3, sender.bytes) }
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        var chunks: [UInt64] = []
        while let field = try reader.nextField() {
            switch field.number {
            case 1: result = try reader.enumeration(ChunkApplicationResult.self, field)
            case 2: try reader.appendIntegers(field, to: &chunks, atMost: ABCILimit.chunksMaximum)
            case 3:
                if rejectSenders.count >= ABCILimit.chunksMaximum {
                    throw DecodingError(.tooMany(ABCILimit.chunksMaximum), offset: field.offset)
                }
                rejectSenders.append(try reader.string(field))
            default: try reader.skip(field)
            }
        }
        refetchChunks = chunks.map { UInt32(truncatingIfNeeded: $0) }
    }
}
