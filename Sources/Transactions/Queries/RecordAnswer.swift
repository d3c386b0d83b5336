package import Chain
package import Cryptography
package import Wire

/// A record, as the registry tells it.
package struct RecordAnswer: Hashable, Sendable {
    package var contentHash: ContentHash
    /// Who signed the registration.
    package var creator: AccountAddress
    package var owner: AccountAddress
    package var license: License
    package var aiTrainingPolicy: AITrainingPolicy?
    package var contentKind: ContentKind?
    package var licensingURI: LicensingURI?
    package var detailsCommitment: Hash?
    package var fingerprint: ByteString
    package var platform: ByteString
    /// From 1 on.
    package var revision: UInt64
    package var previousVersion: ContentHash?
    package var nextVersion: ContentHash?
    /// The block of the registration, and its time.
    package var height: Int64
    package var time: Timestamp
    package var transactionHash: Hash

    package init(
        contentHash: ContentHash, creator: AccountAddress, owner: AccountAddress, license: License,
        aiTrainingPolicy: AITrainingPolicy? = nil, contentKind: ContentKind? = nil, licensingURI: LicensingURI? = nil,
        detailsCommitment: Hash? = nil, fingerprint: ByteString = "", platform: ByteString = "", revision: UInt64,
        previousVersion: ContentHash? = nil, nextVersion: ContentHash? = nil, height: Int64, time: Timestamp,
        transactionHash: Hash
    ) {
        self.contentHash = contentHash
        self.creator = creator
        self.owner = owner
        self.license = license
        self.aiTrainingPolicy = aiTrainingPolicy
        self.contentKind = contentKind
        self.licensingURI = licensingURI
        self.detailsCommitment = detailsCommitment
        self.fingerprint = fingerprint
        self.platform = platform
        self.revision = revision
        self.previousVersion = previousVersion
        self.nextVersion = nextVersion
        self.height = height
        self.time = time
        self.transactionHash = transactionHash
    }
}

extension RecordAnswer: ProtobufCodable {
    package func encode(into writer: inout ProtobufWriter) {
        writer.text(1, contentHash.text)
        writer.address(2, creator)
        writer.address(3, owner)
        writer.string(4, license.text)
        writer.text(5, aiTrainingPolicy?.rawValue)
        writer.text(6, contentKind?.rawValue)
        writer.string(7, licensingURI?.text ?? "")
        writer.bytes(8, detailsCommitment.bytes)
        writer.string(9, fingerprint)
        writer.string(10, platform)
        writer.uint64(11, revision)
        writer.text(12, previousVersion?.text)
        writer.text(13, nextVersion?.text)
        writer.int64(14, height)
        writer.message(15, time)
        writer.text(16, transactionHash.description)
    }

    package init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var hash: ContentHash?, creator: AccountAddress?, owner: AccountAddress?, license: License?
        var time: Timestamp?, transactionHash: Hash?
        var rest = (
            policy: AITrainingPolicy?.none, kind: ContentKind?.none, uri: LicensingURI?.none, details: Hash?.none
        )
        var texts = (fingerprint: ByteString(""), platform: ByteString(""))
        var versions = (previous: ContentHash?.none, next: ContentHash?.none)
        var numbers = (revision: UInt64(0), height: Int64(0))
        while let field = try reader.nextField() {
            switch field.number {
            case 1: hash = try reader.contentHash(field)
            case 2: creator = try reader.account(field)
            case 3: owner = try reader.account(field)
            case 4: license = try reader.term(field, License.init)
            case 5: rest.policy = try reader.term(field, AITrainingPolicy.init)
            case 6: rest.kind = try reader.term(field, ContentKind.init)
            case 7: rest.uri = try reader.term(field, LicensingURI.init)
            case 8: rest.details = Hash(try reader.bytes(field))
            case 9: texts.fingerprint = try reader.string(field)
            case 10: texts.platform = try reader.string(field)
            case 11: numbers.revision = try reader.uint64(field)
            case 12: versions.previous = try reader.contentHash(field)
            case 13: versions.next = try reader.contentHash(field)
            case 14: numbers.height = try reader.int64(field)
            case 15: time = try reader.decode(Timestamp.self, field)
            case 16: transactionHash = try reader.hexadecimalHash(field)
            default: try reader.skip(field)
            }
        }
        guard let hash, let creator, let owner, let license, let time, let transactionHash else {
            throw .invalid("a record lacks a field")
        }
        self.init(
            contentHash: hash, creator: creator, owner: owner, license: license, aiTrainingPolicy: rest.policy,
            contentKind: rest.kind, licensingURI: rest.uri, detailsCommitment: rest.details,
            fingerprint: texts.fingerprint, platform: texts.platform, revision: numbers.revision,
            previousVersion: versions.previous, nextVersion: versions.next, height: numbers.height, time: time,
            transactionHash: transactionHash)
    }
}
