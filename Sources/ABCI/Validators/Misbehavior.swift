package import Chain
package import Wire

/// What a validator did.
package enum MisbehaviorType: Int32, Hashable, Sendable {
    case unknown = 0
    case duplicateVote = 1
    case lightClientAttack = 2
}

/// One validator's misbehavior, proven by evidence in the block.
package struct Misbehavior: Hashable, Sendable {
    package var type: MisbehaviorType
    /// The validator, with its power at that height.
    package var validator: ABCIValidator
    /// Where it happened.
    package var height: Height
    /// The time of the block at that height.
    package var time: Timestamp
    package var totalVotingPower: VotingPower

    package init(
        type: MisbehaviorType = .unknown, validator: ABCIValidator = ABCIValidator(), height: Height = 0,
        time: Timestamp = .zero, totalVotingPower: VotingPower = 0
    ) {
        self.type = type
        self.validator = validator
        self.height = height
        self.time = time
        self.totalVotingPower = totalVotingPower
    }
}

extension Misbehavior: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.int32(1, type.rawValue)
        writer.message(2, validator)
        writer.int64(3, height.rawValue)
        writer.message(4, time)
        writer.int64(5, totalVotingPower.rawValue)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        var offender = EmbeddedMessage()
        while let field = try reader.nextField() {
            switch field.number {
            case 1: type = try reader.enumeration(MisbehaviorType.self, field)
            case 2: try reader.merge(field, into: &offender)
            case 3: height = Height(try reader.int64(field))
            case 4: time = try reader.decode(Timestamp.self, field)
            case 5: totalVotingPower = VotingPower(try reader.int64(field))
            default: try reader.skip(field)
            }
        }
        validator = try offender.decode(ABCIValidator.self)
    }
}
