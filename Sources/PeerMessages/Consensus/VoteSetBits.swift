package import Chain
package import Wire

/// Which votes for a block the sender has; the answer to `VoteSetMaj23` (tendermint.consensus.VoteSetBits).
package struct VoteSetBits: Hashable, Sendable, Validatable {
    package let height: Height
    /// Not checked, as in CometBFT.
    package let round: Round
    package let type: SignedMessageType
    package let blockID: BlockID
    /// May be empty: a node without one vote has no bits.
    package let votes: BitArray

    package init(height: Height, round: Round, type: SignedMessageType, blockID: BlockID, votes: BitArray) {
        self.height = height
        self.round = round
        self.type = type
        self.blockID = blockID
        self.votes = votes
    }

    package func validate() throws(ValidationError) {
        if height < 0 { throw ValidationError("negative Height") }
        try ConsensusMessage.validate(type)
        if votes.count > ChainLimits.votesMaximum {
            throw ValidationError(
                "votes bit array is too big: \(votes.count), max: \(ChainLimits.votesMaximum)")
        }
    }
}

extension VoteSetBits: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, height: Int64 = 0, round: Int32 = 0, type: Int32 = 0
        var blockID = EmbeddedMessage(), votes = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: height = try reader.int64(field)
            case 2: round = try reader.int32(field)
            case 3: type = try reader.int32(field)
            case 4: try reader.merge(field, into: &blockID)
            case 5: try reader.merge(field, into: &votes)
            default: try reader.skip(field)
            }
        }
        self.init(
            height: Height(height), round: Round(round), type: SignedMessageType(rawValue: type) ?? .unknown,
            blockID: try blockID.decode(BlockID.self), votes: try votes.decode(BitArray.self))
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, height.rawValue)
        writer.int32(2, round.rawValue)
        writer.int32(3, type.rawValue)
        writer.message(4, blockID)
        writer.message(5, votes)
    }
}
