package import Chain
package import Wire

/// How a node that is behind gets blocks (tendermint.blocksync.Message on 0x40).
package enum BlockSyncMessage: Hashable, Sendable, Validatable {
    /// Send me the block of this height.
    case blockRequest(Height)
    /// The sender lacks the block of this height.
    case noBlockResponse(Height)
    /// The block, as asked for.
    case blockResponse(BlockResponse)
    /// Which blocks do you have?
    case statusRequest
    /// The blocks the sender has.
    case statusResponse(StatusResponse)

    /// Checks what CometBFT's `ValidateMsg` checks; a peer that breaks a rule is dropped. Blocks are checked where they
    /// are verified.
    package func validate() throws(ValidationError) {
        switch self {
        case .blockRequest(let height), .noBlockResponse(let height):
            if height < 0 { throw ValidationError("invalid height \(height): negative height") }
        case .statusResponse(let status): try status.validate()
        case .blockResponse, .statusRequest: break
        }
    }
}

extension BlockSyncMessage: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, sum = OneOf<BlockSyncMessage>()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: sum.set(.blockRequest(try reader.decode(HeightMessage.self, field).height))
            case 2: sum.set(.noBlockResponse(try reader.decode(HeightMessage.self, field).height))
            case 3: sum.set(.blockResponse(try reader.decode(BlockResponse.self, field)))
            case 4:
                _ = try reader.decode(EmptyMessage.self, field)  // carries nothing
                sum.set(.statusRequest)
            case 5: sum.set(.statusResponse(try reader.decode(StatusResponse.self, field)))
            default: try sum.skip(field, in: &reader)
            }
        }
        self = try sum.member()
    }

    package func encode(into writer: inout ProtobufWriter) {
        switch self {
        case .blockRequest(let height): writer.message(1, HeightMessage(height: height))
        case .noBlockResponse(let height): writer.message(2, HeightMessage(height: height))
        case .blockResponse(let response): writer.message(3, response)
        case .statusRequest: writer.message(4, EmptyMessage())
        case .statusResponse(let status): writer.message(5, status)
        }
    }
}

/// tendermint.blocksync.BlockRequest and NoBlockResponse.
private struct HeightMessage: ProtobufCodable {
    var height: Height = 0

    init(height: Height) {
        self.height = height
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: height = Height(try reader.int64(field))
            default: try reader.skip(field)
            }
        }
    }

    func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, height.rawValue)
    }
}
