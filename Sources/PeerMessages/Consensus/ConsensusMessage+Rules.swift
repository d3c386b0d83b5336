import Chain

extension ConsensusMessage {
    /// What most messages of consensus check first.
    static func validate(_ height: Height, _ round: Round) throws(ValidationError) {
        if height < 0 { throw ValidationError("negative Height") }
        if round < 0 { throw ValidationError("negative Round") }
    }

    /// Checks that the type is one of a vote (CometBFT `IsVoteTypeValid`).
    static func validate(_ type: SignedMessageType) throws(ValidationError) {
        if !type.isVote { throw ValidationError("invalid Type") }
    }
}
