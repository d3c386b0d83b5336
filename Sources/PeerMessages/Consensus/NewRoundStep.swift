package import Chain
package import Wire

/// Where the sender's consensus stands, sent with every step (tendermint.consensus.NewRoundStep).
package struct NewRoundStep: Hashable, Sendable, Validatable {
    package let height: Height
    package let round: Round
    package let step: RoundStep
    /// Since the height's start by the sender's clock; may be negative.
    package let secondsSinceStartTime: Int64
    /// The round that decided the height before; `Round.none` at the chain's initial height and only there.
    package let lastCommitRound: Round

    package init(
        height: Height, round: Round, step: RoundStep, secondsSinceStartTime: Int64, lastCommitRound: Round
    ) {
        self.height = height
        self.round = round
        self.step = step
        self.secondsSinceStartTime = secondsSinceStartTime
        self.lastCommitRound = lastCommitRound
    }

    package func validate() throws(ValidationError) {
        try ConsensusMessage.validate(height, round)
        if lastCommitRound < .none { throw ValidationError("invalid LastCommitRound (cannot be < -1)") }
    }

    /// Checks what depends on the chain: a peer that breaks it is dropped too.
    package func validate(initialHeight: Height) throws(ValidationError) {
        if height < initialHeight {
            throw ValidationError("invalid Height \(height) (lower than initial height \(initialHeight))")
        }
        if height == initialHeight && lastCommitRound != .none {
            throw ValidationError(
                "invalid LastCommitRound \(lastCommitRound) (must be -1 for initial height \(initialHeight))")
        }
        if height > initialHeight && lastCommitRound < 0 {
            throw ValidationError("LastCommitRound can only be negative for initial height \(initialHeight)")
        }
    }
}

extension NewRoundStep: ProtobufCodable {
    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source, height: Int64 = 0, round: Int32 = 0, step: UInt32 = 0
        var seconds: Int64 = 0, lastCommitRound: Int32 = 0
        while let field = try reader.nextField() {
            switch field.number {
            case 1: height = try reader.int64(field)
            case 2: round = try reader.int32(field)
            case 3: step = try reader.uint32(field)
            case 4: seconds = try reader.int64(field)
            case 5: lastCommitRound = try reader.int32(field)
            default: try reader.skip(field)
            }
        }
        guard let narrow = UInt8(exactly: step) else {
            throw .invalid("denying message due to possible overflow: uint8 overflow")
        }
        guard let step = RoundStep(rawValue: narrow) else { throw .invalid("invalid Step") }
        self.init(
            height: Height(height), round: Round(round), step: step, secondsSinceStartTime: seconds,
            lastCommitRound: Round(lastCommitRound))
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.int64(1, height.rawValue)
        writer.int32(2, round.rawValue)
        writer.uint32(3, UInt32(step.rawValue))
        writer.int64(4, secondsSinceStartTime)
        writer.int32(5, lastCommitRound.rawValue)
    }
}
