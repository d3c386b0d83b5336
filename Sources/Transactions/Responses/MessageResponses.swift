package import Cryptography
package import Wire

/// What became of one registration.
package struct RegistrationOutcome: Hashable, Sendable {
    /// Whether the hash was registered before; the rest is about that registration then.
    package var isExisting: Bool
    package var owner: AccountAddress?
    package var height: Int64
    package var transactionHash: Hash?
    /// 0, or the registry's 1102 in a batch when the record is another owner's.
    package var code: UInt32

    package init(
        isExisting: Bool = false, owner: AccountAddress? = nil, height: Int64 = 0, transactionHash: Hash? = nil,
        code: UInt32 = 0
    ) {
        self.isExisting = isExisting
        self.owner = owner
        self.height = height
        self.transactionHash = transactionHash
        self.code = code
    }
}

extension RegistrationOutcome: ProtobufCodable {
    /// The message of a single registration's response; empty, as today's, when the work is new.
    package static let responseTypeURL: ByteString = "/daoncore.contentregistry.v1.MsgRegisterContentResponse"

    package func encode(into writer: inout ProtobufWriter) {
        writer.bool(1, isExisting)
        writer.address(2, owner)
        writer.int64(3, height)
        writer.text(4, transactionHash?.description)
        writer.uint32(5, code)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: isExisting = try reader.bool(field)
            case 2: owner = try reader.account(field)
            case 3: height = try reader.int64(field)
            case 4: transactionHash = try reader.hexadecimalHash(field)
            case 5: code = try reader.uint32(field)
            default: try reader.skip(field)
            }
        }
    }
}

/// What became of the works of a batch, in their order.
package struct MsgRegisterContentBatchResponse: Hashable, Sendable, ProtobufCodable {
    package static let typeURL: ByteString = "/daoncore.contentregistry.v1.MsgRegisterContentBatchResponse"

    package var results: [RegistrationOutcome]

    package init(results: [RegistrationOutcome]) {
        self.results = results
    }

    package func encode(into writer: inout ProtobufWriter) {
        for result in results { writer.message(1, result) }
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        results = []
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: try reader.append(field, to: &results, atMost: MsgRegisterContentBatch.worksMaximum)
            default: try reader.skip(field)
            }
        }
    }
}

/// The response of the messages that change a record: its new revision, left out for today's clients.
package struct RevisionResponse: Hashable, Sendable, ProtobufCodable {
    package static let transferTypeURL: ByteString = "/daoncore.contentregistry.v1.MsgTransferOwnershipResponse"
    package static let updateTypeURL: ByteString = "/daoncore.contentregistry.v1.MsgUpdateLicenseResponse"
    package static let reviseTypeURL: ByteString = "/daoncore.contentregistry.v1.MsgReviseResponse"

    package var revision: UInt64

    package init(revision: UInt64 = 0) {
        self.revision = revision
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.uint64(1, revision)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: revision = try reader.uint64(field)
            default: try reader.skip(field)
            }
        }
    }
}

/// The response of a proposal: its number.
package struct MsgSubmitProposalResponse: Hashable, Sendable, ProtobufCodable {
    package static let typeURL: ByteString = "/daoncore.validators.v1.MsgSubmitProposalResponse"

    package var proposalID: UInt64

    package init(proposalID: UInt64 = 0) {
        self.proposalID = proposalID
    }

    package func encode(into writer: inout ProtobufWriter) {
        writer.uint64(1, proposalID)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        self.init()
        var reader = source
        while let field = try reader.nextField() {
            switch field.number {
            case 1: proposalID = try reader.uint64(field)
            default: try reader.skip(field)
            }
        }
    }
}

extension RegistryMessage {
    /// How an `Any` names the response of the message.
    package var responseTypeURL: ByteString { ByteString("\(typeURL)Response") }
}
