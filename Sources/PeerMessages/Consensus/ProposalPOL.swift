package import Chain
package import Wire

/// Which prevotes of the proof-of-lock round of a proposal the sender has (tendermint.consensus.ProposalPOL).
package struct ProposalPOL: Hashable, Sendable, Validatable {
    package let height: Height
    package let proposalPOLRound: Round
    package let proposalPOL: BitArray

    package init(height: Height, proposalPOLRound: Round, proposalPOL: BitArray) {
        self.height = height
        self.proposalPOLRound = proposalPOLRound
        self.proposalPOL = proposalPOL
    }

    package func validate() throws(ValidationError) {
        if height < 0 { throw ValidationError("negative Height") }
        if proposalPOLRound < 0 { throw ValidationError("negative ProposalPOLRound") }
        if proposalPOL.count == 0 { throw ValidationError("empty ProposalPOL bit array") }
        if proposalPOL.count > ChainLimits.votesMaximum {
            throw ValidationError(
                "proposalPOL bit array is too big: \(proposalPOL.count), max: \(ChainLimits.votesMaximum)")
        }
    }
}

extension ProposalPOL: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, height: Int64 = 0, round: Int32 = 0, bits = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: height = try reader.int64(field)
            case 2: round = try reader.int32(field)
            case 3: try reader.merge(field, into: &bits)
            default: try reader.skip(field)
            }
        }
        self.init(
            height: Height(height), proposalPOLRound: Round(round), proposalPOL: try bits.decode(BitArray.self))
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, height.rawValue)
        writer.int32(2, proposalPOLRound.rawValue)
        writer.message(3, proposalPOL)
    }
}
