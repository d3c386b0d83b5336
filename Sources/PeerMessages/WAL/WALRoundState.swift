package import Chain
package import Wire

/// The step that consensus entered (tendermint.types.EventDataRoundState).
package struct WALRoundState: Hashable, Sendable {
    package let height: Height
    package let round: Round
    /// The step's name, as in `RoundStep.description`; any text, as in CometBFT.
    package let step: ByteString

    package init(height: Height, round: Round, step: ByteString) {
        self.height = height
        self.round = round
        self.step = step
    }
}

extension WALRoundState: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, height: Int64 = 0, round: Int32 = 0, step: ByteString = ""
        while let field = try reader.nextField() {
            switch field.number {
            case 1: height = try reader.int64(field)
            case 2: round = try reader.int32(field)
            case 3: step = try reader.string(field)
            default: try reader.skip(field)
            }
        }
        self.init(height: Height(height), round: Round(round), step: step)
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, height.rawValue)
        writer.int32(2, round.rawValue)
        writer.string(3, step)
    }
}
