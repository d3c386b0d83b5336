package import Wire

extension LightClientAttackEvidence: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, conflictingBlock)
        writer.int64(2, commonHeight.rawValue)
        for validator in byzantineValidators { writer.message(3, validator) }
        writer.int64(4, totalVotingPower.rawValue)
        writer.message(5, timestamp)
    }

    /// Refuses what CometBFT's `LightClientAttackEvidenceFromProto` refuses, which ends with `ValidateBasic`.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var conflictingBlock = EmbeddedMessage()
        var commonHeight: Height = 0
        var byzantineValidators: [Validator] = []
        var totalVotingPower: VotingPower = 0
        var timestamp = Timestamp.zero
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &conflictingBlock)
            case 2: commonHeight = Height(try reader.int64(field))
            case 3: try reader.append(field, to: &byzantineValidators, atMost: ValidatorSet.countMaximum)
            case 4: totalVotingPower = VotingPower(try reader.int64(field))
            case 5: timestamp = try reader.decode(Timestamp.self, field)
            default: try reader.skip(field)
            }
        }
        let block: LightBlock?
        do {
            block = try conflictingBlock.decodeIfPresent(LightBlock.self)
        } catch {
            throw Self.explained(error)
        }
        guard let block else { throw .invalid("nil light block") }
        self.init(
            conflictingBlock: block, commonHeight: commonHeight, byzantineValidators: byzantineValidators,
            totalVotingPower: totalVotingPower, timestamp: timestamp)
        try validateDecoded()
    }

    /// A light block that lacks a piece is refused by its own decoder; this is what CometBFT says of it here.
    private static func explained(_ error: DecodingError) -> DecodingError {
        switch error.rule {
        case "missing signed header": .invalid("conflicting block missing signed header")
        case "missing header": .invalid("conflicting block missing header")
        case "missing commit": .invalid("invalid conflicting light block: invalid signed header: missing commit")
        case "missing validator set": .invalid("invalid conflicting light block: missing validator set")
        default: error
        }
    }
}
