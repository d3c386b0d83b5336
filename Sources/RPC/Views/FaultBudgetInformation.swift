package import Chain
package import Cryptography
package import JSON
package import Wire

/// How many validators the chain can lose now before it stops: ours, not CometBFT's, whose clients pass over it.
package struct FaultBudgetInformation: Equatable, Sendable {
    package let model: FaultModel
    /// The rule for a quorum in words.
    package let quorum: ByteString
    package let validators: Int
    package let online: Int
    /// Whether those that are there are enough for the next block, and the chain does not stand still.
    package let isQuorumOnline: Bool
    package let canLoseNow: Int
    /// Names of the validators any one of which the chain cannot lose now.
    package let haltsIfLost: [ByteString]
    /// Names of the equivocations after which this node signs nothing until its operator says so; shown when there are.
    package let signingStoppedBy: [Hash]
    /// Why this node's validator signs nothing now, and what to do; shown when there is a reason.
    package let silentBecause: ByteString?

    package init(
        model: FaultModel, quorum: ByteString, validators: Int, online: Int, isQuorumOnline: Bool,
        canLoseNow: Int, haltsIfLost: [ByteString], signingStoppedBy: [Hash] = [],
        silentBecause: ByteString? = nil
    ) {
        self.model = model
        self.quorum = quorum
        self.validators = validators
        self.online = online
        self.isQuorumOnline = isQuorumOnline
        self.canLoseNow = canLoseNow
        self.haltsIfLost = haltsIfLost
        self.signingStoppedBy = signingStoppedBy
        self.silentBecause = silentBecause
    }
}

extension FaultBudgetInformation: JSONEncodable {
    package var json: JSONValue {
        .members(
            leavingOutNil: ("model", .text(model.rawValue)), ("quorum", .string(quorum)),
            ("validators", .integer(validators)),
            ("online", .integer(online)), ("quorum_online", .bool(isQuorumOnline)),
            ("can_lose_now", .integer(canLoseNow)),
            ("halts_if_lost", .array(haltsIfLost.map { .string($0) })),
            (
                "signing_stopped_by",
                signingStoppedBy.isEmpty ? nil : .array(signingStoppedBy.map { .text($0.description) })
            ), ("silent_because", silentBecause.map { .string($0) }))
    }
}
