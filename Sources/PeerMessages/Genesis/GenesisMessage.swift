package import Chain
package import Wire

/// How a node without a genesis gets one from a peer, and how two that have one find out that theirs differ (on
/// `ChannelID.genesis`, a channel of ours).
///
/// Deviation: CometBFT has no such channel. Its nodes do not list it, so nothing of this reaches them.
package enum GenesisMessage: Hashable, Sendable {
    /// What the sender's chain begins with. Sent once, at the beginning, by each node that has a genesis.
    case summary(GenesisSummary)
    /// Send me this piece, counted from 0.
    case chunkRequest(UInt32)
    case chunk(GenesisChunk)
}

extension GenesisMessage: Validatable {
    package func validate() throws(ValidationError) {
        switch self {
        case .summary(let summary): try summary.validate()
        case .chunkRequest(let index):
            if index >= GenesisSummary.chunksMaximum {
                throw ValidationError("there is no piece \(index) of a genesis")
            }
        case .chunk(let chunk): try chunk.validate()
        }
    }
}

extension GenesisMessage: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, sum = OneOf<GenesisMessage>()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: sum.set(.summary(try reader.decode(GenesisSummary.self, field)))
            case 2: sum.set(.chunkRequest(try reader.decode(ChunkNumber.self, field).index))
            case 3: sum.set(.chunk(try reader.decode(GenesisChunk.self, field)))
            default: try sum.skip(field, in: &reader)
            }
        }
        self = try sum.member("genesis message")
    }

    package func encode(into writer: inout ProtobufWriter) {
        switch self {
        case .summary(let summary): writer.message(1, summary)
        case .chunkRequest(let index): writer.message(2, ChunkNumber(index: index))
        case .chunk(let chunk): writer.message(3, chunk)
        }
    }
}

/// Which piece is wanted: a message of its own, so that a later version can ask for more.
private struct ChunkNumber: ProtobufCodable {
    let index: UInt32

    init(index: UInt32) {
        self.index = index
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, index: UInt32 = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1: index = try reader.uint32(field)
            default: try reader.skip(field)
            }
        }
        self.init(index: index)
    }

    func encode(into writer: inout ProtobufWriter) {
        writer.uint32(1, index)
    }
}
