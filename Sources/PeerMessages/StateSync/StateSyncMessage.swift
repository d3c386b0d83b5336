package import Chain
package import Wire

/// What two nodes say about snapshots of the application's state (tendermint.statesync.Message on 0x60 and 0x61).
package enum StateSyncMessage: Hashable, Sendable {
    /// Which snapshots do you have?
    case snapshotsRequest
    /// One snapshot that the sender has.
    case snapshotsResponse(SnapshotsResponse)
    /// Send me this piece.
    case chunkRequest(ChunkRequest)
    /// A piece, or word that it is missing.
    case chunkResponse(ChunkResponse)

    /// The channel that CometBFT sends this message on.
    package var channel: ChannelID {
        switch self {
        case .snapshotsRequest, .snapshotsResponse: .snapshot
        case .chunkRequest, .chunkResponse: .chunk
        }
    }

    /// Checks what CometBFT's `validateMsg` checks; a peer that breaks a rule is dropped.
    ///
    /// - Parameter snapshotChunksMaximum: The node's own `statesync.max_snapshot_chunks`.
    package func validate(
        snapshotChunksMaximum: UInt32 = SnapshotsResponse.chunksMaximum
    ) throws(ValidationError) {
        switch self {
        case .snapshotsRequest: break
        case .snapshotsResponse(let response): try response.validate(chunksMaximum: snapshotChunksMaximum)
        case .chunkRequest(let request): try request.validate()
        case .chunkResponse(let response): try response.validate()
        }
    }
}

extension StateSyncMessage: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, sum = OneOf<StateSyncMessage>()
        while let field = try reader.nextField() {
            switch field.number {
            case 1:
                _ = try reader.decode(EmptyMessage.self, field)  // carries nothing
                sum.set(.snapshotsRequest)
            case 2: sum.set(.snapshotsResponse(try reader.decode(SnapshotsResponse.self, field)))
            case 3: sum.set(.chunkRequest(try reader.decode(ChunkRequest.self, field)))
            case 4: sum.set(.chunkResponse(try reader.decode(ChunkResponse.self, field)))
            default: try sum.skip(field, in: &reader)
            }
        }
        self = try sum.member()
    }

    package func encode(into writer: inout ProtobufWriter) {
        switch self {
        case .snapshotsRequest: writer.message(1, EmptyMessage())
        case .snapshotsResponse(let response): writer.message(2, response)
        case .chunkRequest(let request): writer.message(3, request)
        case .chunkResponse(let response): writer.message(4, response)
        }
    }
}
