package import Chain
package import Wire

/// A part of a block that is proposed or decided (tendermint.consensus.BlockPart).
package struct BlockPart: Hashable, Sendable, Validatable {
    package let height: Height
    package let round: Round
    package let part: Part

    package init(height: Height, round: Round, part: Part) {
        self.height = height
        self.round = round
        self.part = part
    }

    package func validate() throws(ValidationError) {
        try ConsensusMessage.validate(height, round)
        try part.validate(as: "wrong Part")
    }
}

extension BlockPart: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, height: Int64 = 0, round: Int32 = 0, part = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: height = try reader.int64(field)
            case 2: round = try reader.int32(field)
            case 3: try reader.merge(field, into: &part)
            default: try reader.skip(field)
            }
        }
        self.init(height: Height(height), round: Round(round), part: try part.decode(UnvalidatedPart.self).part)
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, height.rawValue)
        writer.int32(2, round.rawValue)
        writer.message(3, part)
    }
}

/// A part whose rules are checked by `BlockPart.validate`.
private struct UnvalidatedPart: ProtobufDecodable {
    let part: Part

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        part = try Part(unvalidatedProtobuf: source)
    }
}
