package import Chain
package import Wire

/// The sender knows a valid block, and has these parts of it (tendermint.consensus.NewValidBlock).
package struct NewValidBlock: Hashable, Sendable, Validatable {
    package let height: Height
    package let round: Round
    package let blockPartSetHeader: PartSetHeader
    package let blockParts: BitArray
    /// Whether the sender has seen the block decided.
    package let isCommit: Bool

    package init(
        height: Height, round: Round, blockPartSetHeader: PartSetHeader, blockParts: BitArray, isCommit: Bool
    ) {
        self.height = height
        self.round = round
        self.blockPartSetHeader = blockPartSetHeader
        self.blockParts = blockParts
        self.isCommit = isCommit
    }

    package func validate() throws(ValidationError) {
        try ConsensusMessage.validate(height, round)
        if blockParts.count == 0 { throw ValidationError("empty blockParts") }
        if UInt32(exactly: blockParts.count) != blockPartSetHeader.total {
            throw ValidationError(
                "blockParts bit array size \(blockParts.count) not equal to BlockPartSetHeader.Total "
                    + "\(blockPartSetHeader.total)")
        }
        if blockParts.count > ChainLimits.partsMaximum {
            throw ValidationError(
                "blockParts bit array is too big: \(blockParts.count), max: \(ChainLimits.partsMaximum)")
        }
    }
}

extension NewValidBlock: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, height: Int64 = 0, round: Int32 = 0, isCommit = false
        var header = EmbeddedMessage(), parts = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: height = try reader.int64(field)
            case 2: round = try reader.int32(field)
            case 3: try reader.merge(field, into: &header)
            case 4: try reader.merge(field, into: &parts)
            case 5: isCommit = try reader.bool(field)
            default: try reader.skip(field)
            }
        }
        self.init(
            height: Height(height), round: Round(round), blockPartSetHeader: try header.decode(PartSetHeader.self),
            blockParts: try parts.decode(BitArray.self), isCommit: isCommit)
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, height.rawValue)
        writer.int32(2, round.rawValue)
        writer.message(3, blockPartSetHeader)
        // A pointer in CometBFT, and nil when there is not one bit.
        if blockParts.count > 0 { writer.message(4, blockParts) }
        writer.bool(5, isCommit)
    }
}
