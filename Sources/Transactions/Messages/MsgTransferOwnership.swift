package import Wire

/// Gives a record to another account.
package struct MsgTransferOwnership: RegistryMessageBody {
    package static let schema = MessageSchema(
        "daoncore.contentregistry.v1.MsgTransferOwnership",
        [
            FieldSchema(1, "creator", .string),
            FieldSchema(2, "content_hash", .string),
            FieldSchema(3, "new_owner", .string),
            FieldSchema(4, "expected_revision", .uint64, since: .second),
        ])

    /// The owner of now, whatever today's name of the field says.
    package var creator: AccountAddress
    package var contentHash: ContentHash
    package var newOwner: AccountAddress
    /// The record's revision must be this one; 0, as today's clients send it, when it does not matter.
    package var expectedRevision: UInt64

    package init(
        creator: AccountAddress, contentHash: ContentHash, newOwner: AccountAddress, expectedRevision: UInt64 = 0
    ) {
        self.creator = creator
        self.contentHash = contentHash
        self.newOwner = newOwner
        self.expectedRevision = expectedRevision
    }

    package init(_ message: StrictMessage) throws(TransactionError) {
        creator = try AccountAddress(message.string(1), reason: .registrySigner)
        contentHash = try ContentHash(message.string(2))
        newOwner = try AccountAddress(message.string(3), reason: .registrySigner)
        expectedRevision = message.uint64(4)
    }

    package var signer: AccountAddress { creator }
    /// Whether it says what today's clients cannot say: they get today's answers.
    package var isNew: Bool { expectedRevision != 0 }

    package func encode(into writer: inout ProtobufWriter) {
        writer.address(1, creator)
        writer.text(2, contentHash.text)
        writer.address(3, newOwner)
        writer.uint64(4, expectedRevision)
    }
}
