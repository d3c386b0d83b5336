package import Chain
package import JSON
package import Wire

/// How many validators the chain can lose now before it stops: ours, not CometBFT's, whose clients pass over it.
package struct FaultBudgetInformation: Equatable, Sendable {
    package let model: FaultModel
    /// The rule for a quorum in words.
    package let quorum: ByteString
    package let validators: Int
    package let online: Int
    package let canLoseNow: Int
    /// Names of the validators any one of which the chain cannot lose now.
    package let haltsIfLost: [ByteString]

    package init(
        model: FaultModel, quorum: ByteString, validators: Int, online: Int, canLoseNow: Int,
        haltsIfLost: [ByteString]
    ) {
        self.model = model
        self.quorum = quorum
        self.validators = validators
        self.online = online
        self.canLoseNow = canLoseNow
        self.haltsIfLost = haltsIfLost
    }
}

extension FaultBudgetInformation: JSONEncodable {
    package var json: JSONValue {
        .members(
            ("model", .text(model.rawValue)), ("quorum", .string(quorum)), ("validators", .integer(validators)),
            ("online", .integer(online)), ("can_lose_now", .integer(canLoseNow)),
            ("halts_if_lost", .array(haltsIfLost.map { .string($0) })))
    }
}
