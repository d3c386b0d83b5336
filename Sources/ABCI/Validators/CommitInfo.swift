package import Chain
package import Wire

/// Who voted how for the last block.
package struct CommitInfo: Hashable, Sendable {
    package var round: Round
    /// One for each validator of that height, in the set's order.
    package var votes: [VoteInfo]

    package init(round: Round = 0, votes: [VoteInfo] = []) {
        self.round = round
        self.votes = votes
    }
}

/// How one validator voted.
package struct VoteInfo: Hashable, Sendable {
    package var validator: ABCIValidator
    package var blockIDFlag: BlockIDFlag

    package init(validator: ABCIValidator = ABCIValidator(), blockIDFlag: BlockIDFlag = .unknown) {
        self.validator = validator
        self.blockIDFlag = blockIDFlag
    }
}

extension CommitInfo: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.int32(1, round.rawValue)
        for vote in votes { writer.message(2, vote) }
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: round = Round(try reader.int32(field))
            case 2: try reader.append(field, to: &votes, atMost: ABCILimit.validatorsMaximum)
            default: try reader.skip(field)
            }
        }
    }
}

extension VoteInfo: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, validator)
        writer.int32(3, blockIDFlag.rawValue)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        var voter = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &voter)
            case 3: blockIDFlag = try reader.enumeration(BlockIDFlag.self, field)
            default: try reader.skip(field)
            }
        }
        validator = try voter.decode(ABCIValidator.self)
    }
}
