package import Chain
package import Cryptography
package import Wire

/// Who voted how for the last block, with vote extensions: for the proposer only.
package struct ExtendedCommitInfo: Hashable, Sendable {
    package var round: Round
    /// One for each validator of that height, in the set's order.
    package var votes: [ExtendedVoteInfo]

    package init(round: Round = 0, votes: [ExtendedVoteInfo] = []) {
        self.round = round
        self.votes = votes
    }
}

/// How one validator voted, and what it added to its vote.
package struct ExtendedVoteInfo: Hashable, Sendable {
    package var validator: ABCIValidator
    package var voteExtension: [UInt8]
    package var extensionSignature: Signature
    package var blockIDFlag: BlockIDFlag

    package init(
        validator: ABCIValidator = ABCIValidator(), voteExtension: [UInt8] = [],
        extensionSignature: Signature = .empty, blockIDFlag: BlockIDFlag = .unknown
    ) {
        self.validator = validator
        self.voteExtension = voteExtension
        self.extensionSignature = extensionSignature
        self.blockIDFlag = blockIDFlag
    }
}

extension ExtendedCommitInfo: ProtobufCodable {
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

extension ExtendedVoteInfo: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, validator)
        writer.bytes(3, voteExtension)
        writer.bytes(4, extensionSignature.bytes)
        writer.int32(5, blockIDFlag.rawValue)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        var voter = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &voter)
            case 3: voteExtension = try reader.bytes(field)
            case 4: extensionSignature = Signature(try reader.bytes(field))
            case 5: blockIDFlag = try reader.enumeration(BlockIDFlag.self, field)
            default: try reader.skip(field)
            }
        }
        validator = try voter.decode(ABCIValidator.self)
    }
}
