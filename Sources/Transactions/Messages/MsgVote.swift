package import Wire

/// A validator's vote on a proposal; a later one replaces it. A chain of the first version votes itself into the second.
package struct MsgVote: RegistryMessageBody {
    package static let schema = MessageSchema(
        "daoncore.validators.v1.MsgVote",
        [
            FieldSchema(1, "voter", .string), FieldSchema(2, "proposal_id", .uint64),
            FieldSchema(3, "approves", .bool),
        ])

    /// The validator's operator.
    package var voter: AccountAddress
    /// From 1.
    package var proposalID: UInt64
    package var approves: Bool

    package init(voter: AccountAddress, proposalID: UInt64, approves: Bool) {
        self.voter = voter
        self.proposalID = proposalID
        self.approves = approves
    }

    package init(_ message: StrictMessage) throws(TransactionError) {
        voter = try AccountAddress(message.string(1))
        proposalID = message.uint64(2)
        approves = message.bool(3)
        if proposalID == 0 { throw TransactionError(.invalidRequest, "proposal_id: missing: invalid request") }
    }

    package var signer: AccountAddress { voter }

    package func encode(into writer: inout ProtobufWriter) {
        writer.address(1, voter)
        writer.uint64(2, proposalID)
        writer.bool(3, approves)
    }
}
