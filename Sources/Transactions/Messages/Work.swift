package import Cryptography
package import Wire

/// A work as its registration names it; fields 2 to 10 of the messages that register one.
package struct Work: Hashable, Sendable {
    /// The most bytes of a fingerprint.
    package static let fingerprintSizeMaximum = 512
    /// The most bytes of a platform's name.
    package static let platformSizeMaximum = 128

    package var contentHash: ContentHash
    package var license: License
    /// Free text from before there were details; clients leave it empty.
    package var fingerprint: ByteString
    /// Where the work was registered from, as in `api`.
    package var platform: ByteString
    /// Whose the record is; nil means the signer's.
    package var owner: AccountAddress?
    /// The hash of the record's details, which are not on the chain.
    package var detailsCommitment: Hash?
    package var aiTrainingPolicy: AITrainingPolicy?
    package var licensingURI: LicensingURI?
    package var contentKind: ContentKind?

    package init(
        contentHash: ContentHash, license: License, fingerprint: ByteString = "", platform: ByteString = "",
        owner: AccountAddress? = nil, detailsCommitment: Hash? = nil, aiTrainingPolicy: AITrainingPolicy? = nil,
        licensingURI: LicensingURI? = nil, contentKind: ContentKind? = nil
    ) {
        self.contentHash = contentHash
        self.license = license
        self.fingerprint = fingerprint
        self.platform = platform
        self.owner = owner
        self.detailsCommitment = detailsCommitment
        self.aiTrainingPolicy = aiTrainingPolicy
        self.licensingURI = licensingURI
        self.contentKind = contentKind
    }

    /// Whether anything is said that today's clients cannot say: they get today's answers.
    package var isNew: Bool {
        license.isNew || owner != nil || detailsCommitment != nil || aiTrainingPolicy != nil || licensingURI != nil
            || contentKind != nil
    }

    static let fields: [FieldSchema] = [
        FieldSchema(2, "content_hash", .string),
        FieldSchema(3, "license", .string),
        FieldSchema(4, "fingerprint", .string),
        FieldSchema(5, "platform", .string),
        FieldSchema(6, "owner", .string, since: .second),
        FieldSchema(7, "details_commitment", .bytes, since: .second),
        FieldSchema(8, "ai_training_policy", .string, since: .second),
        FieldSchema(9, "licensing_uri", .string, since: .second),
        FieldSchema(10, "content_kind", .string, since: .second),
    ]

    init(_ message: StrictMessage) throws(TransactionError) {
        contentHash = try ContentHash(message.string(2))
        license = try License(message.string(3), version: message.version)
        fingerprint = message.string(4)
        platform = message.string(5)
        try Work.check("fingerprint", fingerprint, atMost: Work.fingerprintSizeMaximum)
        try Work.check("platform", platform, atMost: Work.platformSizeMaximum)
        owner = try message.ifNotEmpty(6) { text throws(TransactionError) in
            try AccountAddress(text, reason: .registrySigner)
        }
        detailsCommitment = try message.commitment(7)
        aiTrainingPolicy = try message.ifNotEmpty(8, AITrainingPolicy.init)
        licensingURI = try message.ifNotEmpty(9, LicensingURI.init)
        contentKind = try message.ifNotEmpty(10, ContentKind.init)
    }

    private static func check(_ name: String, _ text: ByteString, atMost maximum: Int) throws(TransactionError) {
        if text.bytes.count > maximum {
            throw TransactionError(.term, "\(name): \(text.bytes.count) bytes, at most \(maximum)")
        }
    }
}

extension Work: ProtobufEncodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.string(2, ByteString(contentHash.text))
        writer.string(3, license.text)
        writer.string(4, fingerprint)
        writer.string(5, platform)
        writer.address(6, owner)
        writer.bytes(7, detailsCommitment.bytes)
        writer.text(8, aiTrainingPolicy?.rawValue)
        writer.string(9, licensingURI?.text ?? "")
        writer.text(10, contentKind?.rawValue)
    }
}

extension StrictMessage {
    /// What the field's text means; nil when it is empty.
    func ifNotEmpty<Meaning>(
        _ number: Int32, _ read: (ByteString) throws(TransactionError) -> Meaning
    ) throws(TransactionError) -> Meaning? {
        let text = string(number)
        return text.isEmpty ? nil : try read(text)
    }

    /// A commitment of 32 bytes; nil when the field is empty. Registry code 1108 for another size.
    func commitment(_ number: Int32) throws(TransactionError) -> Hash? {
        let bytes = bytes(number)
        if bytes.isEmpty { return nil }
        if let hash = Hash(bytes) { return hash }
        throw TransactionError(.term, "details_commitment: \(bytes.count) bytes, expected \(Hash.size)")
    }
}

extension ProtobufWriter {
    /// An account's address, left out when nil.
    mutating func address(_ field: Int32, _ account: AccountAddress?) {
        text(field, account?.text)
    }

    /// A text, left out when nil or empty.
    mutating func text(_ field: Int32, _ text: String?) {
        string(field, ByteString(text ?? ""))
    }
}
