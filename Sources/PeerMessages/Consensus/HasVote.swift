package import Chain
package import Wire

/// The sender has this vote; nobody need send it (tendermint.consensus.HasVote).
package struct HasVote: Hashable, Sendable, Validatable {
    package let height: Height
    package let round: Round
    package let type: SignedMessageType
    /// The voter's place in the validator set.
    package let index: Int32

    package init(height: Height, round: Round, type: SignedMessageType, index: Int32) {
        self.height = height
        self.round = round
        self.type = type
        self.index = index
    }

    package func validate() throws(ValidationError) {
        try ConsensusMessage.validate(height, round)
        try ConsensusMessage.validate(type)
        if index < 0 { throw ValidationError("negative Index") }
    }
}

extension HasVote: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, height: Int64 = 0, round: Int32 = 0, type: Int32 = 0, index: Int32 = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1: height = try reader.int64(field)
            case 2: round = try reader.int32(field)
            case 3: type = try reader.int32(field)
            case 4: index = try reader.int32(field)
            default: try reader.skip(field)
            }
        }
        self.init(
            height: Height(height), round: Round(round), type: SignedMessageType(rawValue: type) ?? .unknown,
            index: index)
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, height.rawValue)
        writer.int32(2, round.rawValue)
        writer.int32(3, type.rawValue)
        writer.int32(4, index)
    }
}
