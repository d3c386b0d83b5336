package import Wire

/// Registers a new version of a work; its record continues the old one's chain of versions and belongs to its owner.
package struct MsgRevise: RegistryMessageBody {
    package static let schema = MessageSchema(
        "daoncore.contentregistry.v1.MsgRevise",
        [FieldSchema(1, "creator", .string)] + Work.fields + [
            FieldSchema(11, "previous_version", .string),
            FieldSchema(12, "expected_revision", .uint64),
        ], since: .second)

    /// The owner of the previous version.
    package var creator: AccountAddress
    /// The new version. Without an owner, it is the creator's.
    package var work: Work
    /// The version that this one follows.
    package var previousVersion: ContentHash
    /// The previous version's revision must be this one; from 1.
    package var expectedRevision: UInt64

    package init(creator: AccountAddress, work: Work, previousVersion: ContentHash, expectedRevision: UInt64) {
        self.creator = creator
        self.work = work
        self.previousVersion = previousVersion
        self.expectedRevision = expectedRevision
    }

    package init(_ message: StrictMessage) throws(TransactionError) {
        creator = try AccountAddress(message.string(1), reason: .registrySigner)
        work = try Work(message)
        previousVersion = try ContentHash(message.string(11))
        expectedRevision = try message.expectedRevision(12)
        if previousVersion == work.contentHash {
            throw TransactionError(.contentHash, "previous_version: a version cannot follow itself")
        }
    }

    package var signer: AccountAddress { creator }

    package func encode(into writer: inout ProtobufWriter) {
        writer.address(1, creator)
        work.encode(into: &writer)
        writer.text(11, previousVersion.text)
        writer.uint64(12, expectedRevision)
    }
}
