package import Chain
package import Wire

/// The sender claims more than two thirds of the votes for a block (tendermint.consensus.VoteSetMaj23).
package struct VoteSetMaj23: Hashable, Sendable, Validatable {
    package let height: Height
    package let round: Round
    package let type: SignedMessageType
    package let blockID: BlockID

    package init(height: Height, round: Round, type: SignedMessageType, blockID: BlockID) {
        self.height = height
        self.round = round
        self.type = type
        self.blockID = blockID
    }

    package func validate() throws(ValidationError) {
        try ConsensusMessage.validate(height, round)
        try ConsensusMessage.validate(type)
    }
}

extension VoteSetMaj23: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, height: Int64 = 0, round: Int32 = 0, type: Int32 = 0, blockID = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: height = try reader.int64(field)
            case 2: round = try reader.int32(field)
            case 3: type = try reader.int32(field)
            case 4: try reader.merge(field, into: &blockID)
            default: try reader.skip(field)
            }
        }
        self.init(
            height: Height(height), round: Round(round), type: SignedMessageType(rawValue: type) ?? .unknown,
            blockID: try blockID.decode(BlockID.self))
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, height.rawValue)
        writer.int32(2, round.rawValue)
        writer.int32(3, type.rawValue)
        writer.message(4, blockID)
    }
}
