package import Wire

extension DuplicateVoteEvidence: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.message(1, voteA)
        writer.message(2, voteB)
        writer.int64(3, totalVotingPower.rawValue)
        writer.int64(4, validatorPower.rawValue)
        writer.message(5, timestamp)
    }

    /// Refuses what CometBFT's `DuplicateVoteEvidenceFromProto` refuses, which ends with `ValidateBasic`.
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var voteA = EmbeddedMessage()
        var voteB = EmbeddedMessage()
        var totalVotingPower: VotingPower = 0
        var validatorPower: VotingPower = 0
        var timestamp = Timestamp.zero
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.merge(field, into: &voteA)
            case 2: try reader.merge(field, into: &voteB)
            case 3: totalVotingPower = VotingPower(try reader.int64(field))
            case 4: validatorPower = VotingPower(try reader.int64(field))
            case 5: timestamp = try reader.decode(Timestamp.self, field)
            default: try reader.skip(field)
            }
        }
        let first = try voteA.decodeIfPresent(Vote.self)
        try first?.validateDecoded()
        let second = try voteB.decodeIfPresent(Vote.self)
        try second?.validateDecoded()
        guard let first, let second else {
            let names = [first, second].map { $0?.description ?? "nil-Vote" }
            throw .invalid("one or both of the votes are empty \(names[0]), \(names[1])")
        }
        self.init(
            voteA: first, voteB: second, totalVotingPower: totalVotingPower, validatorPower: validatorPower,
            timestamp: timestamp)
        try validateDecoded()
    }
}
