import Chain
import Cryptography
import Transactions
import Wire

/// What the chain knows of a work. Its hash is the entry's key.
struct ContentRecord: Hashable, Sendable {
    /// Who signed the registration.
    let creator: AccountAddress
    /// Who may change it.
    var owner: AccountAddress
    var license: License
    /// nil when the registration did not say.
    var policy: AITrainingPolicy?
    let kind: ContentKind?
    var licensingURI: LicensingURI?
    /// The hash of what is told about the work elsewhere; nil when there is nothing.
    var detailsCommitment: Hash?
    let fingerprint: ByteString
    let platform: ByteString
    /// From 1 on; every change of the record raises it.
    var revision: UInt64
    /// The work of which this is a later version, and the one that is a later version of this.
    let previousVersion: ContentHash?
    var nextVersion: ContentHash?
    let place: RecordPlace
    /// The time of the block that holds the registration.
    let time: Timestamp
    let transactionHash: Hash
    /// Entries of its history; the registration itself is not one.
    var changes: UInt64 = 0
}

extension ContentRecord: ProtobufCodable {
    func encode(into writer: inout ProtobufWriter) {
        writer.bytes(1, creator.bytes)
        // Often the same.
        if owner != creator { writer.bytes(2, owner.bytes) }
        writer.message(3, RecordTerms(self))
        writer.string(4, ByteString(kind?.rawValue ?? ""))
        writer.string(5, fingerprint)
        writer.string(6, platform)
        writer.uint64(7, revision)
        writer.bytes(8, previousVersion?.hash.bytes ?? [])
        writer.bytes(9, nextVersion?.hash.bytes ?? [])
        writer.bytes(10, place.bytes)
        writer.message(11, time)
        writer.bytes(12, transactionHash.bytes)
        writer.uint64(13, changes)
    }

    init(protobuf source: ProtobufReader) throws(DecodingError) {
        var reader = source
        var accounts: (creator: AccountAddress?, owner: AccountAddress?)
        var terms: RecordTerms?
        var kind: ContentKind?
        var texts: (fingerprint: ByteString, platform: ByteString) = ("", "")
        var numbers: (revision: UInt64, changes: UInt64) = (0, 0)
        var versions: (previous: Hash?, next: Hash?)
        var place: RecordPlace?
        var time: Timestamp?
        var hash: Hash?
        while let field = try reader.nextField() {
            switch field.number {
            case 1: accounts.creator = AccountAddress(try reader.bytes(field))
            case 2: accounts.owner = AccountAddress(try reader.bytes(field))
            case 3: terms = try reader.decode(RecordTerms.self, field)
            case 4: kind = try reader.stored(field) { text throws(TransactionError) in try ContentKind(text) }
            case 5: texts.fingerprint = try reader.string(field)
            case 6: texts.platform = try reader.string(field)
            case 7: numbers.revision = try reader.uint64(field)
            case 8: versions.previous = Hash(try reader.bytes(field))
            case 9: versions.next = Hash(try reader.bytes(field))
            case 10: place = RecordPlace(try reader.bytes(field))
            case 11: time = try reader.decode(Timestamp.self, field)
            case 12: hash = Hash(try reader.bytes(field))
            case 13: numbers.changes = try reader.uint64(field)
            default: try reader.skip(field)
            }
        }
        guard let creator = accounts.creator, let terms, let place, let time, let hash else {
            throw .invalid("a record lacks a field")
        }
        self.init(
            creator: creator, owner: accounts.owner ?? creator, license: terms.license, policy: terms.policy,
            kind: kind, licensingURI: terms.licensingURI, detailsCommitment: terms.detailsCommitment,
            fingerprint: texts.fingerprint, platform: texts.platform, revision: numbers.revision,
            previousVersion: versions.previous.map { ContentHash($0) },
            nextVersion: versions.next.map { ContentHash($0) },
            place: place, time: time, transactionHash: hash, changes: numbers.changes)
    }
}
