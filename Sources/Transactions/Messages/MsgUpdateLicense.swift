package import Cryptography
package import Wire

/// Sets the terms of a record anew; what is left out stays as it was.
package struct MsgUpdateLicense: RegistryMessageBody {
    package static let schema = MessageSchema(
        "daoncore.contentregistry.v1.MsgUpdateLicense",
        [
            FieldSchema(1, "creator", .string),
            FieldSchema(2, "content_hash", .string),
            FieldSchema(3, "expected_revision", .uint64),
            FieldSchema(4, "license", .string),
            FieldSchema(5, "ai_training_policy", .string),
            FieldSchema(6, "licensing_uri", .string),
            FieldSchema(7, "details_commitment", .bytes),
        ], since: .second)

    /// The owner.
    package var creator: AccountAddress
    package var contentHash: ContentHash
    /// The record's revision must be this one; from 1.
    package var expectedRevision: UInt64
    package var license: License?
    package var aiTrainingPolicy: AITrainingPolicy?
    package var licensingURI: LicensingURI?
    package var detailsCommitment: Hash?

    package init(
        creator: AccountAddress, contentHash: ContentHash, expectedRevision: UInt64, license: License? = nil,
        aiTrainingPolicy: AITrainingPolicy? = nil, licensingURI: LicensingURI? = nil, detailsCommitment: Hash? = nil
    ) {
        self.creator = creator
        self.contentHash = contentHash
        self.expectedRevision = expectedRevision
        self.license = license
        self.aiTrainingPolicy = aiTrainingPolicy
        self.licensingURI = licensingURI
        self.detailsCommitment = detailsCommitment
    }

    package init(_ message: StrictMessage) throws(TransactionError) {
        creator = try AccountAddress(message.string(1), reason: .registrySigner)
        contentHash = try ContentHash(message.string(2))
        expectedRevision = try message.expectedRevision(3)
        license = try message.ifNotEmpty(4) { text throws(TransactionError) in
            try License(text, version: message.version)
        }
        aiTrainingPolicy = try message.ifNotEmpty(5, AITrainingPolicy.init)
        licensingURI = try message.ifNotEmpty(6, LicensingURI.init)
        detailsCommitment = try message.commitment(7)
        if license == nil && aiTrainingPolicy == nil && licensingURI == nil && detailsCommitment == nil {
            throw TransactionError(.invalidRequest, "nothing to change: invalid request")
        }
    }

    package var signer: AccountAddress { creator }

    package func encode(into writer: inout ProtobufWriter) {
        writer.address(1, creator)
        writer.text(2, contentHash.text)
        writer.uint64(3, expectedRevision)
        writer.string(4, license?.text ?? "")
        writer.text(5, aiTrainingPolicy?.rawValue)
        writer.string(6, licensingURI?.text ?? "")
        writer.bytes(7, detailsCommitment.bytes)
    }
}

extension StrictMessage {
    /// The revision that a message expects of a record. SDK code 18 when there is none: without it the message could
    /// be sent a second time.
    func expectedRevision(_ number: Int32) throws(TransactionError) -> UInt64 {
        let revision = uint64(number)
        if revision == 0 {
            throw TransactionError(
                .invalidRequest, "expected_revision: missing; revisions begin with 1: invalid request")
        }
        return revision
    }
}
